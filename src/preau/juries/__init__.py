"""Juries: grids, readers, calibration, ranking, deliberation and the letters that follow."""
