"""Pages of the gallery. Nothing here reads the database."""

from __future__ import annotations

from csp.decorators import csp_update
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from preau.ui import samples
from preau.ui.icons import ICONS
from preau.ui.theme import HEADER_STYLES, Theme, palette

EMAIL = "#1D4F91"


def _asked(request: HttpRequest) -> Theme:
    """The theme in the address; émail and the roof when it asks for none or for nonsense."""
    brand = request.GET.get("couleur", EMAIL)
    style = request.GET.get("entete", "roof")
    try:
        palette(brand)
    except ValueError:
        brand = EMAIL
    return Theme(brand=brand, header_style=style if style in HEADER_STYLES else "roof")


def gallery(request: HttpRequest) -> HttpResponse:
    """All components with the theme of the address."""
    theme = _asked(request)
    context = {
        "theme": theme,
        "palette": theme.palette,
        "header_styles": HEADER_STYLES,
        "form": samples.SampleForm(),
        "wrong_form": samples.wrong_form(),
        "icons": sorted(ICONS),
        "page": Paginator(range(200), 24).page(3),
        **samples.everything(),
    }
    return render(request, "ui/gallery/page.html", context)


def booth(request: HttpRequest) -> HttpResponse:
    """The ballot on a phone, in focus mode."""
    theme = _asked(request)
    return render(request, "ui/gallery/booth.html", {"theme": theme, **samples.everything()})


# Mail programs read styles inside the message only; this page shows them as they do.
@csp_update({"style-src": ["'unsafe-inline'"]})
def email(request: HttpRequest) -> HttpResponse:
    """The frame of every mail."""
    return render(request, "ui/email.html", samples.email())


def theme_css(request: HttpRequest) -> HttpResponse:
    """The stylesheet of the asked theme."""
    return HttpResponse(_asked(request).css(), content_type="text/css; charset=utf-8")


def map_data(request: HttpRequest) -> JsonResponse:
    """Four invented neighbourhoods and three places."""
    return JsonResponse(samples.GEOJSON)
