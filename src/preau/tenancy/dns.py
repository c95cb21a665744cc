"""Whether a host name leads here."""

from __future__ import annotations

import socket
from enum import StrEnum

from django.conf import settings


class Lead(StrEnum):
    """Where the name of a site leads."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"
    #: The installation was not told its own name (``PREAU_PUBLIC_HOST``).
    UNKNOWN = "unknown"


def addresses_of(host: str) -> set[str]:
    """The addresses that the name has now; empty when it has none."""
    try:
        found = socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)
    except (socket.gaierror, UnicodeError):
        return set()
    return {str(one[4][0]) for one in found}


def where_leads(host: str) -> Lead:
    """Compare the name with the installation's own, as the network answers now."""
    if host == "localhost" or host.endswith(".localhost"):
        return Lead.HERE
    if not settings.PREAU_PUBLIC_HOST:
        return Lead.UNKNOWN
    found = addresses_of(host)
    if not found:
        return Lead.NOWHERE
    return Lead.HERE if found <= addresses_of(settings.PREAU_PUBLIC_HOST) else Lead.ELSEWHERE
