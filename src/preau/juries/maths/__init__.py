"""What a jury computes, as pure functions of plain values."""
