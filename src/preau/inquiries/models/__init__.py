"""The inquiry and its people; the register, its chain; the file and the acts; the study."""

from .dossier import Act, Document, Download, PageWords, Piece, PieceVersion
from .inquiry import Capacity, Follower, Inquiry, Party, Permanence, Watch
from .mails import IncomingMail
from .register import (
    Attachment,
    Channel,
    Contact,
    Draft,
    Link,
    Mask,
    Observation,
    Position,
    Timestamp,
)
from .study import Point, Theme

__all__ = [
    "Act",
    "Attachment",
    "Capacity",
    "Channel",
    "Contact",
    "Document",
    "Download",
    "Draft",
    "Follower",
    "IncomingMail",
    "Inquiry",
    "Link",
    "Mask",
    "Observation",
    "PageWords",
    "Party",
    "Permanence",
    "Piece",
    "PieceVersion",
    "Point",
    "Position",
    "Theme",
    "Timestamp",
    "Watch",
]
