"""Services of the authority at work: who stands in for whom, and which idea goes to whom."""
