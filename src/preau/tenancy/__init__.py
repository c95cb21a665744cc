"""Ground: which city the database is speaking for."""
