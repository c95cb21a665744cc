"""PostgreSQL for Django, which knows for which site it is asked."""
