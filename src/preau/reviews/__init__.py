"""Review of proposals by the services: criteria, decision, public answer."""
