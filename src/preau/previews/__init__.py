"""Showing a draft to who reviews it: as anyone, at any date, without keeping anything."""
