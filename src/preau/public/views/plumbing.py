"""What machines ask a site: is it well, what may be read, when things happen."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache

from preau.kernel import clock
from preau.pages.models import Page
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.tenancy.middleware import LANGUAGE_COOKIE
from preau.tenancy.scope import current_site

from ..calendar import as_calendar
from .sign_in import safe_next

_YEAR = 365 * 24 * 3600


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; the failure itself is the alarm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /bureau/",
        "Disallow: /mon-espace/",
        "Disallow: /connexion/",
        "Disallow: /_courrier/",
        # The same list in another order of chance.
        "Disallow: /*melange=",
        f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses worth finding; ideas are found through their process."""
    names = ("home", "process_list", "how", "help", "accessibility", "privacy", "legal", "data")
    paths = [reverse(f"public:{name}") for name in names]
    paths += [reverse("news:list"), reverse("news:diary")]
    pages = Page.objects.read_at(clock.now()).filter(mount="").exclude(path="")
    paths += [page.get_absolute_url() for page in pages]
    for process in Process.objects.published():
        paths += [
            reverse(f"public:{name}", args=[process.slug]) for name in ("process", "rulebook")
        ]
    return render(
        request,
        "public/sitemap.xml",
        {"addresses": [request.build_absolute_uri(path) for path in paths]},
        content_type="application/xml",
    )


def calendar(request: HttpRequest, process: str) -> HttpResponse:
    """The dates of a process, for anyone's diary."""
    found = load_process(request, process)
    host = request.get_host().rsplit(":", 1)[0]
    address = request.build_absolute_uri(reverse("public:process", args=[found.slug]))
    response = HttpResponse(
        as_calendar(found, host=host, address=address, at=clock.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    return response


@never_cache
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language; the site's own needs no memory, so that kept pages serve it."""
    response = HttpResponseRedirect(safe_next(request, fallback=reverse("public:home")))
    if code == current_site().language or not check_for_language(code):
        response.delete_cookie(LANGUAGE_COOKIE)
    else:
        response.set_cookie(LANGUAGE_COOKIE, code, max_age=_YEAR, samesite="Lax")
    return response
