"""Petitions: a demand, its signatures, the council's answer."""
