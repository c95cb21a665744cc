"""What was typed before saying who one is: kept in the session, finished after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.visitors import visitor_token
from preau.questions.files import keep_upload
from preau.questions.models import Upload

from ..actions import Words
from ..models import Passage

_KEY = "texts_kept"
#: Passages whose words wait at once in one session.
MOST_KEPT = 5


def keep_words(request: HttpRequest, passage: Passage, words: Words, file: Any) -> None:
    """Keep what was typed about ``passage`` until its author is known."""
    kept = dict(request.session.get(_KEY, {}))
    data: dict[str, Any] = {
        "position": words.position,
        "body": words.body,
        "rewrite": words.rewrite,
        "links": [list(link) for link in words.links],
        "file": store(request, file),
    }
    kept.pop(str(passage.pk), None)
    kept[str(passage.pk)] = data
    request.session[_KEY] = dict(list(kept.items())[-MOST_KEPT:])


def store(request: HttpRequest, file: Any) -> str:
    """The key of a file kept for this visitor, or an empty word."""
    if not file:
        return ""
    made = keep_upload(upload=file, person=request.user, visitor=visitor_token(request))
    return str(made["key"])


def kept_words(request: HttpRequest, passage: Passage) -> tuple[Words, list[Upload]] | None:
    """What this browser typed about ``passage``, with its file."""
    data = request.session.get(_KEY, {}).get(str(passage.pk))
    if not isinstance(data, dict):
        return None
    links = tuple((title, url) for title, url in data["links"])
    words = Words(data["position"], data["body"], data["rewrite"], links)
    return words, uploads_of(request, data["file"])


def uploads_of(request: HttpRequest, key: str) -> list[Upload]:
    """The file of that key, if this visitor gave it."""
    if not key:
        return []
    return list(Upload.objects.filter(key=key, visitor=visitor_token(request)))


def forget_words(request: HttpRequest, passage: Passage) -> None:
    """They are sent, or not wanted any more."""
    kept = dict(request.session.get(_KEY, {}))
    if kept.pop(str(passage.pk), None) is not None:
        request.session[_KEY] = kept
