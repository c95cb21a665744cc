"""What every page of every shell needs: the site, and nothing that costs a query."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from preau.pages.queries import Shell, shell_for
from preau.tenancy.scope import site_in_use


def shell(request: HttpRequest) -> dict[str, Any]:
    site = site_in_use()
    around = shell_for(request) if site else Shell()
    return {
        "site": site,
        "is_demo": settings.PREAU_DEMO,
        "shell": around,
        "theme_url": around.theme_url,
    }
