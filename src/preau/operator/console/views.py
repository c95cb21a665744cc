"""The console: sites, a new one, a page for each, words for all."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.kernel import clock
from preau.kernel.text import slug as slug_of
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for

from ..asked_hosts import waiting_requests
from ..models import Announcement, Certificate, Operator
from ..notices import refresh
from ..sites import NewSite, SiteRefused, create_site
from ..starters import furnish
from .access import COOKIE, check, for_operators, let_in
from .forms import SignInForm, SiteForm, WordsForm
from .one import act_on, page_of

PER_PAGE = 50


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and request.POST.get("demo") and settings.PREAU_DEMO:
        operator = Operator.objects.first()
        if operator is not None:
            return let_in(redirect("console:sites"), operator)
    if request.method == "POST" and form.is_valid():
        operator = check(**form.cleaned_data)
        if operator is not None:
            return let_in(redirect("console:sites"), operator)
        form.add_error(
            "password", _("Cette adresse et ce mot de passe n’ouvrent rien. Après six essais, attendez un quart d’heure.")
        )  # fmt: skip
    context = {"form": form, "is_demo": settings.PREAU_DEMO and Operator.objects.exists()}
    status = 422 if form.errors else 200
    return render(request, "operator/sign_in.html", context, status=status)


def sign_out(request: HttpRequest) -> HttpResponse:
    response = redirect("console:sign_in")
    if request.method == "POST":
        response.delete_cookie(COOKIE)
    return response


@for_operators
def sites(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("mots", "").strip()[:80]
    state = request.GET.get("etat", "")
    found = Site.objects.select_related("usage", "plan").prefetch_related("domains")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(slug__icontains=words) | Q(domains__host__icontains=words)
        ).distinct()
    if state in Site.State.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    asking = {one.site_id for one in waiting_requests()}
    gone = [(one, sum(one.rows.values())) for one in Certificate.objects.all()[:PER_PAGE]]
    context = {"page": page, "words": words, "state": state, "asking": asking, "gone": gone}
    return render(request, "operator/sites.html", context)


@for_operators
def new_site(request: HttpRequest) -> HttpResponse:
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        starter, host = data.pop("starter"), data.pop("hosts")
        try:
            with transaction.atomic():
                made = create_site(
                    NewSite(hosts=(host,) if host else _own_host(data["name"]), **data)
                )
                with speaking_for(made):
                    furnish(made, starter)
        except SiteRefused as refused:
            form.add_error("name", str(refused))
        else:
            refresh([made])
            return redirect("console:site", made.slug)
    status = 422 if form.errors else 200
    return render(request, "operator/new.html", {"form": form}, status=status)


def _own_host(name: str) -> tuple[str, ...]:
    """The address that the platform gives: below its own name, when it has one."""
    base = settings.PREAU_PUBLIC_HOST
    return (f"{slug_of(name, longest=50)}.{base}",) if base else ()


@for_operators
def site(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Site.objects.select_related("usage", "plan"), slug=slug)
    if request.method == "POST":
        return act_on(request, found)
    return page_of(request, found)


@for_operators
def announcements(request: HttpRequest) -> HttpResponse:
    asked, _sep, pk = request.POST.get("do", "").partition("-")
    form = WordsForm(request.POST if asked == "announce" else None)
    if asked == "end" and pk.isdecimal():
        Announcement.objects.filter(pk=pk).update(ends_at=clock.now())
        refresh()
        return redirect("console:announcements")
    if asked == "announce" and form.is_valid():
        day = form.cleaned_data["until"]
        ends_at = timezone.make_aware(datetime.combine(day, time(23, 59)))
        if ends_at <= clock.now():
            form.add_error("until", _("Ce jour est déjà passé."))
        else:
            Announcement.objects.create(words=form.cleaned_data["words"], ends_at=ends_at)
            refresh()
            return redirect("console:announcements")
    at = clock.now()
    rows: list[Any] = [(one, one.ends_at > at) for one in Announcement.objects.all()[:30]]
    context = {"rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "operator/announcements.html", context, status=status)
