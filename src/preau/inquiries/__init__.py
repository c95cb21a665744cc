"""Public inquiries: a register that nobody can rewrite, and the procedure around it."""
