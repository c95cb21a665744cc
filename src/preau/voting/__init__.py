"""Mechanism: elections, the roll, the ballot box, the booth, receipts, closing and count."""
