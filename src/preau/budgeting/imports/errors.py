class ImportRefused(Exception):
    """The files cannot make an edition; the message says which one, and what to do."""
