"""Mails of the public: taken as they come, kept bit for bit, each one accounted for."""
