"""Idea boxes: supports up to a threshold, then an answer that everyone reads."""
