"""Host names, as they are typed and as they are kept."""

from __future__ import annotations

import re

_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


def read_host(typed: str) -> str | None:
    """``typed`` in lower case and ASCII, without scheme, port or final dot; None for no host name.

    An accented name is kept in its registered form (``xn--…``).
    """
    bare = typed.strip().lower().removeprefix("https://").removeprefix("http://")
    bare = bare.split("/")[0].split(":")[0].rstrip(".")
    try:
        host = bare.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(_LABEL.match(one) for one in labels):
        return None
    return host
