"""Addresses: of pages (paths of this site) and of links that people type."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from preau.kernel.text import slug as slug_of
from preau.tenancy.mounts import answers, inward

PATH = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$")
LONGEST = 240
_SCHEMES = ("https", "http", "mailto", "tel")
_HOST = re.compile(r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?$", re.IGNORECASE)


def read_address(typed: str) -> str | None:
    """A link as it may be followed: a path of this site, a web address, a mail; else None."""
    bare = typed.strip()
    if any(sign.isspace() or ord(sign) < 32 for sign in bare) or "\\" in bare:
        return None
    if bare.startswith(("/", "#", "?")):
        return None if bare.startswith("//") else bare
    if _HOST.match(bare) and "@" not in bare:
        return f"https://{bare}"
    try:
        parts = urlsplit(bare)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    is_web = parts.scheme.lower().startswith("http")
    return bare if (parts.hostname if is_web else parts.path) else None


def join_path(parent: str, slug: str) -> str:
    """Path of a page below another one."""
    return f"{parent}/{slug}" if parent else slug


def is_taken(path: str) -> bool:
    """True when the platform itself answers at that path, or what is mounted above it."""
    return answers(f"/{path}/") or answers(inward(f"/{path}/", before=False))


def clean_slug(typed: str) -> str:
    return slug_of(typed, longest=60)
