"""The letter box of the demonstration: every mail of the site, read here and nowhere else."""

from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from preau.messaging.actions import write
from preau.messaging.models import Email, Text

PER_PAGE = 24
#: Text messages are short and soon stale: the last ones only.
TEXTS = 8
#: What a mail may do in its frame: show its own style, open its links in the whole window.
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


def _mails() -> type[Email]:
    """The mails of the site, where the demonstration is on; elsewhere no such address exists."""
    if not settings.PREAU_DEMO:
        raise Http404
    return Email


@never_cache
def post(request: HttpRequest) -> HttpResponse:
    mails = _mails().objects.only("pk", "to", "subject", "state", "created_at")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    texts = Text.objects.all()[:TEXTS] if page.number == 1 else []
    return render(request, "public/post.html", {"page": page, "texts": texts})


@never_cache
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_mails(), pk=pk)
    return render(request, "public/mail.html", {"mail": write(found)})


@never_cache
@csp(_MAIL_POLICY)  # type: ignore[arg-type]  # its types know pages without parameters only
def mail_body(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as a mail reader shows it, shut in a frame without scripts."""
    found = get_object_or_404(_mails(), pk=pk)
    return HttpResponse(f'<base target="_top">{write(found).html}')
