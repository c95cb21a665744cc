"""What a site looks like, and the tree of its pages."""

from .themes import Frame, Look, Theme, ThemeDraft
from .tree import Draft, Page, Presence, Redirect, Revision

__all__ = [
    "Draft",
    "Frame",
    "Look",
    "Page",
    "Presence",
    "Redirect",
    "Revision",
    "Theme",
    "ThemeDraft",
]
