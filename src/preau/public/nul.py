"""NUL is taken out of whatever is sent: no keyboard types one, and PostgreSQL keeps none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class DropNul:
    """A text with a NUL would break on its first query; without it, it is a text like another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if NUL not in value
        }
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """A body is read only for an address that exists."""
        if request.method == "POST":
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]


def _without_nul(data: QueryDict) -> QueryDict:
    if not any(NUL in word for name, words in data.lists() for word in (name, *words)):
        return data
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, words in data.lists():
        clean.setlist(name.replace(NUL, ""), [word.replace(NUL, "") for word in words])
    clean._mutable = False
    return clean
