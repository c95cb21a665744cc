"""Assembly: the six applications, one file each, and their registry."""
