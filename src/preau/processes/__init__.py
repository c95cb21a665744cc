"""Spine: a process is an ordered list of steps; a step has a kind."""
