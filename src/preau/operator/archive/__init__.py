"""A site that can be read without us: plain pages in a folder, as anyone without an account saw it."""
