"""Préau: the open platform on which a town runs citizen participation from A to Z."""

__version__ = "0.1.0"
