"""The launcher behind ``./preau``. Standard library only: it runs before anything is installed."""
