"""Where a request comes from, as roughly as limits need: a network, hashed, of one day."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

from preau.kernel import clock


def network_of(request: HttpRequest) -> str:
    """Hash of the visitor's network (/24, /48) that changes each day; empty when unknown.

    A private address is that of a proxy nobody told us about (``PREAU_PROXIES``): everyone would
    seem to come from it, so it says nothing.
    """
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return ""
    if address.is_private:
        return ""
    width = 24 if address.version == 4 else 48
    network = ipaddress.ip_network(f"{address}/{width}", strict=False)
    said = f"{clock.now():%Y-%m-%d} {network}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def _address(request: HttpRequest) -> str:
    proxies: int = settings.PREAU_PROXIES
    if proxies:
        passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        return passed[-proxies] if len(passed) >= proxies else ""
    return str(request.META.get("REMOTE_ADDR", ""))
