"""What a site looks like, and the tree of its pages."""

from .themes import Theme
from .tree import Draft, Page, Presence, Redirect, Revision

__all__ = ["Draft", "Page", "Presence", "Redirect", "Revision", "Theme"]
