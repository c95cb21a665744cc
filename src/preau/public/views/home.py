from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.pages.queries import blocks_of


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"blocks": blocks_of("accueil", request)})
