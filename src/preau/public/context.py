"""What every page of every shell needs: the site, and nothing that costs a query."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from preau.pages.queries import theme_address
from preau.tenancy.scope import site_in_use


def shell(request: HttpRequest) -> dict[str, Any]:
    site = site_in_use()
    return {
        "site": site,
        "is_demo": settings.PREAU_DEMO,
        "theme_url": theme_address() if site else "",
    }
