"""Ground: people, the city's services, and what each may do (memberships)."""
