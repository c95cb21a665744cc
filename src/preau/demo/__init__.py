"""The demonstration cities: what they are made of, and how they come to life."""
