"""Ground: pictures, checked and re-encoded before anyone sees them."""
