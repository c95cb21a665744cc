"""How the guards knock at an address."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

from django.test import Client

from tests.addresses import Example
from tests.twins import Twin

#: An address of the same site: one slash, then neither another one nor its backward cousin.
LOCAL = re.compile(r"^/(?![/\\])[^\\\t\r\n]*$")


def ask(window: Client, one: Example) -> Any:
    if one.is_json:
        return window.post(one.path, json.dumps(one.data), content_type="application/json")
    return window.post(one.path, one.data) if one.is_post else window.get(one.path)


def right_window(twin: Twin, one: Example) -> Client:
    """The window of whoever may do this in that city."""
    if one.who == "window":
        return twin.browser()
    return twin.client(twin.people()[one.who] if one.who else None)


def body_of(response: Any) -> bytes:
    """All that a response says, headers included, with what is packed inside unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return heads.encode() + b"\n\n" + body
