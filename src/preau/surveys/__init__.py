"""Questionnaires: a form asked to everyone, one question per page, and what the answers say."""
