from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from preau.pages.queries import home_blocks
from preau.pages.showing import show_page


def home(request: HttpRequest) -> HttpResponse:
    return show_page(request, _("Accueil"), home_blocks(), is_home=True)
