"""Votations: questions put to everyone, what they are worth, their results in words."""
