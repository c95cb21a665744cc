"""Ask a WSGI application for a page again and again, in this process: requests and CPU time."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def environ(path: str, host: str = "localhost", cookies: str = "") -> dict[str, Any]:
    bare, _, query = path.partition("?")
    found = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": bare,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT": "text/html",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return found | ({"HTTP_COOKIE": cookies} if cookies else {})


def ask(application: Application, path: str, **options: str) -> tuple[str, int]:
    """One request: its status and the size of its body in bytes."""
    return answer(application, environ(path, **options))


def post(application: Application, path: str, *, cookies: str, csrf: str) -> tuple[str, int]:
    """One form without fields sent, with the secret of forms as the header says it."""
    form = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0", "HTTP_X_CSRFTOKEN": csrf}
    return answer(application, environ(path, cookies=cookies) | form)


def answer(application: Application, asked: dict[str, Any]) -> tuple[str, int]:
    seen: list[str] = []
    body = application(asked, lambda status, headers, *_: seen.append(status))
    size = sum(len(piece) for piece in body)
    if hasattr(body, "close"):
        body.close()
    return seen[0], size


def rate(
    application: Application, path: str, seconds: float = 2.0, **options: str
) -> dict[str, float]:
    """Requests a second and CPU milliseconds a request, after a warm-up; a non-200 is an error."""
    for _ in range(5):
        status, _size = ask(application, path, **options)
        if not status.startswith("200"):
            raise SystemExit(f"{path}: {status}")
    count, start, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        ask(application, path, **options)
        count += 1
    spent = time.perf_counter() - start
    return {"per_second": count / spent, "cpu_ms": 1000 * (time.process_time() - cpu) / count}
