"""Answers written now and published together, at a day and an hour."""
