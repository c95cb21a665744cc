"""The platform's answer to a city that asks for an address of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from preau.kernel.refusal import Refused
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

from ..asked_hosts import accept_host, check_host, refuse_host
from ..models import HostRequest
from ..sites import SiteRefused


def answer_request(request: HttpRequest, site: Site, asked: str, pk: int) -> Any:
    """Say yes, no, or look again; what kept it from being done, or nothing."""
    with use_site(site):
        found = HostRequest.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        if asked == "look":
            check_host(found)
            return ""
    try:
        if asked == "deny":
            refuse_host(site=site, request=found, reason=request.POST.get(f"why-{pk}", ""))
        else:
            accept_host(site=site, request=found, is_main=asked == "acceptmain")
    except (SiteRefused, Refused) as refused:
        return str(refused.refusal.reason if isinstance(refused, Refused) else refused)
    return ""
