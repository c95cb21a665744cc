"""The product as a server of measures loads it: its own WSGI application, static files apart."""

import town

town.configure()

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
