"""The network of authorities: what they choose to share, item by item, between members only."""
