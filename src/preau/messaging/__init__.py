"""Mail to people: written in the act's transaction, delivered by a worker, once."""
