from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from preau.accounts.models import User
from preau.pages.queries import blocks_of
from preau.processes.mine import panels_of


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"blocks": blocks_of("accueil", request)})


def mine(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        then = urlencode({"suite": request.get_full_path()})
        return redirect(f"{reverse('public:sign_in')}?{then}")
    return render(request, "public/mine.html", {"panels": panels_of(request.user, request)})
