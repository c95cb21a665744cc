"""Signs that several voices may be one person's: to be looked at, never a verdict."""
