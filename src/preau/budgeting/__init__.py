"""Assembly: the participatory budget, from envelopes to proclaimed winners."""
