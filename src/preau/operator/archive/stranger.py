"""A reader without an account, inside this process: what it is shown is what anyone is shown."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse

from preau.tenancy.models import Site


@dataclass(frozen=True)
class Answer:
    """What the site answered; ``moved_to`` is where a redirection leads."""

    status: int
    kind: str
    moved_to: str = ""
    #: Said by the page itself to be for one person, or for the moment only.
    is_personal: bool = False


class Stranger:
    """Asks the product for pages, through all that stands before them, as nobody in particular."""

    def __init__(self, site: Site) -> None:
        self.host = site.canonical_host
        self.handler = BaseHandler()
        self.handler.load_middleware()
        #: Kept as a browser does, so that lists drawn at random keep one order all along.
        self.cookies: SimpleCookie = SimpleCookie()

    def read(self, address: str, into: Path) -> Answer:
        """Ask for ``address`` (a path, with its query) and write what comes ``into`` a file."""
        response = cast(HttpResponse | StreamingHttpResponse, self._ask(address))
        try:
            for name, morsel in response.cookies.items():
                self.cookies[name] = morsel.value
            kind = response.headers.get("Content-Type", "").split(";")[0].strip()
            asked = response.headers.get("Cache-Control", "")
            answer = Answer(
                status=response.status_code,
                kind=kind,
                moved_to=response.headers.get("Location", ""),
                is_personal="no-store" in asked or "private" in asked,
            )
            if response.status_code == 200:
                with into.open("wb") as file:
                    for chunk in response:
                        file.write(chunk)
        finally:
            _close(response)
        if answer.status == 404 and address.startswith(settings.STATIC_URL):
            return _from_sources(address, into) or answer
        return answer

    def text(self, address: str) -> str:
        """What is at ``address``, which is short; nothing when there is nothing."""
        response = cast(HttpResponse, self._ask(address))
        _close(response)
        return response.content.decode() if response.status_code == 200 else ""

    def _ask(self, address: str) -> Any:
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": self.host,
            "SERVER_PORT": settings.PREAU_PORT_SUFFIX.lstrip(":") or "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host + settings.PREAU_PORT_SUFFIX,
            "HTTP_X_FORWARDED_PROTO": settings.PREAU_SCHEME,
            "HTTP_COOKIE": self.cookies.output(attrs=[], header="", sep=";").strip(),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": settings.PREAU_SCHEME,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        return self.handler.get_response(WSGIRequest(environ))


def _close(response: Any) -> None:
    """Files of the answer; ``close`` would also end the connection of the work in progress."""
    for close in response._resource_closers:
        close()


def _from_sources(address: str, into: Path) -> Answer | None:
    """A sheet or a font that is not collected yet: from the sources."""
    path = unquote(urlsplit(address).path).removeprefix(settings.STATIC_URL)
    found = finders.find(re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", path))
    if not isinstance(found, str):
        return None
    into.write_bytes(Path(found).read_bytes())
    kinds = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
    return Answer(200, kinds.get(Path(found).suffix, "application/octet-stream"))
