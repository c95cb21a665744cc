"""Mechanism: proposals of residents, from the first draft to the end of their story."""
