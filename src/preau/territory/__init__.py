"""Ground: the neighbourhoods, drawn once per site and used by all."""
