"""Voting on a tablet at a polling place, through a lost connection if need be."""
