"""What lets anyone check a box: its log with signed heads; and the sealed box of secret contests."""
