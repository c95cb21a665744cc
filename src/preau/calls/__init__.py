"""Calls for projects: eligibility, applications in sections, their money, what follows."""
