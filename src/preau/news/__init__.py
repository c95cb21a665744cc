"""Mechanism: what a city announces: news with their day, meetings with their diary file."""
