"""Films of other sites: known players only, asked for nothing before the reader says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

_KEY = re.compile(r"^[A-Za-z0-9_-]{1,60}$")


@dataclass(frozen=True)
class FilmLink:
    """A film: its page, its player, who is asked for it."""

    page: str
    player: str
    host: str

    @property
    def origin(self) -> str:
        """The only origin that a page with this film may put in a frame."""
        return "https://" + urlsplit(self.player).netloc


def film_of(address: str) -> FilmLink | None:
    """The film at that address; None when no known player shows it."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme != "https" or port or not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host):
        return None
    steps = [step for step in parts.path.split("/") if step]
    player = _player(host, steps, parts.query)
    return FilmLink(address.strip(), player, host) if player else None


def _player(host: str, steps: list[str], query: str) -> str:
    last = steps[-1] if steps else ""
    if host in ("youtube.com", "m.youtube.com"):
        last = parse_qs(query).get("v", [last])[0]
    if not _KEY.match(last):
        return ""
    if host in ("youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"):
        return f"https://www.youtube-nocookie.com/embed/{last}"
    if host in ("dailymotion.com", "dai.ly"):
        return f"https://geo.dailymotion.com/player.html?video={last}"
    if host == "vimeo.com":
        return f"https://player.vimeo.com/video/{last}?dnt=1"
    if steps[:1] == ["w"] or steps[:2] == ["videos", "watch"]:
        return f"https://{host}/videos/embed/{last}?p2p=0"
    return ""


class FilmField(forms.CharField):
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if typed and film_of(typed) is None:
            raise forms.ValidationError(
                _("Aucun lecteur connu à cette adresse. Copiez celle de la page de la vidéo.")
            )
        return str(typed)
