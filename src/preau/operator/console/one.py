"""The page of one site: what it uses, what it may use, its addresses, its door."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.tenancy.dns import where_leads
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Domain, Site
from preau.tenancy.quotas import forget_sizes
from preau.tenancy.scope import use_site

from ..models import HostRequest, Plan, Visit
from ..plans import shares
from ..sites import SiteRefused, add_host, change_state
from ..usage import measure
from ..visits import ask, door_key
from .asked import answer_request
from .forms import HostForm, PlanForm, VisitForm

_PLAN = ("name", "most_agents", "most_processes", "most_megabytes", "most_mails", "until")


def act_on(request: HttpRequest, site: Site) -> HttpResponse:
    """One act of the page, by the button that was pressed."""
    asked, _sep, pk = request.POST.get("do", "").partition("-")
    forms: dict[str, Any] = {}
    if asked == "measure":
        measure(site)
    elif asked in ("suspend", "resume"):
        is_leaving = asked == "suspend"
        change_state(site, Site.State.SUSPENDED if is_leaving else Site.State.ACTIVE)
    elif asked == "plan":
        forms["plan_form"] = _set_plan(request, site)
    elif asked == "host":
        forms["host_form"] = _add_host(request, site)
    elif asked in ("accept", "acceptmain", "deny", "look") and pk.isdecimal():
        said = answer_request(request, site, asked, int(pk))
        if said:
            return page_of(request, site, refused=said)
    elif asked in ("check", "main", "drop", "lead") and pk.isdecimal():
        _change_host(site, asked, int(pk))
    elif asked == "visit":
        forms["visit_form"] = _ask(request, site)
    elif asked == "enter":
        return _enter(site)
    if any(form.errors for form in forms.values()):
        return page_of(request, site, **forms)
    return redirect("console:site", site.slug)


def _set_plan(request: HttpRequest, site: Site) -> PlanForm:
    form = PlanForm(request.POST)
    if form.is_valid():
        forget_sizes()
        Plan.objects.update_or_create(site=site, defaults=form.cleaned_data)
    return form


def _add_host(request: HttpRequest, site: Site) -> HostForm:
    form = HostForm(request.POST)
    if form.is_valid():
        try:
            domain = add_host(site, form.cleaned_data["host"])
        except SiteRefused as refused:
            form.add_error("host", str(refused))
        else:
            _look(domain)
    return form


def _look(domain: Domain) -> None:
    domain.leads, domain.checked_at = where_leads(domain.host), clock.now()
    domain.save(update_fields=["leads", "checked_at"])


@transaction.atomic
def _change_host(site: Site, asked: str, pk: int) -> None:
    domain = site.domains.filter(pk=pk).first()
    if domain is None:
        return
    if asked == "check":
        _look(domain)
    elif asked == "main":
        site.domains.update(is_canonical=False)
        Domain.objects.filter(pk=domain.pk).update(is_canonical=True, redirects=False)
    elif asked == "lead":
        domain.redirects = not domain.redirects and not domain.is_canonical
        domain.save(update_fields=["redirects"])
    elif not domain.is_canonical:
        domain.delete()
    forget_hosts()


def _ask(request: HttpRequest, site: Site) -> VisitForm:
    form = VisitForm(request.POST)
    if form.is_valid():
        operator = request.operator  # type: ignore[attr-defined]  # put there by for_operators
        ask(site=site, operator_name=operator.name, **form.cleaned_data)
    return form


def _enter(site: Site) -> HttpResponse:
    at = clock.now()
    with use_site(site):
        visit = next((one for one in Visit.objects.filter(ends_at__gt=at)), None)
        if visit is None or site.state != Site.State.ACTIVE:
            return redirect("console:site", site.slug)
        path = f"/assistance/{door_key(visit)}/"
        return redirect(site.main_url + path)


def page_of(request: HttpRequest, site: Site, **given: Any) -> HttpResponse:
    plan = getattr(site, "plan", None)
    known = {name: getattr(plan, name) for name in _PLAN} if plan else {}
    at = clock.now()
    with use_site(site):
        visits = [(one, one.is_on(at)) for one in Visit.objects.all()[:5]]
        used = shares()
        requests = list(HostRequest.objects.filter(state="waiting"))
        team = User.objects.filter(memberships__isnull=False)
        has_come = team.exclude(last_login=None).exists()
    labels = {
        "agents": _("Agents"),
        "people": _("Comptes"),
        "processes": _("Démarches"),
        "proposals": _("Propositions"),
        "responses": _("Réponses aux questionnaires"),
        "mails": _("Courriels en 30 jours"),
    }
    usage = getattr(site, "usage", None)
    context = {
        "one": site,
        "figures": [(label, usage.figures.get(key, 0)) for key, label in labels.items()]
        if usage
        else [],
        "megabytes": usage.figures.get("bytes", 0) / 1_000_000 if usage else 0,
        "usage": usage,
        "domains": list(site.domains.order_by("-is_canonical", "host")),
        "plan_form": PlanForm(initial=known),
        "host_form": HostForm(),
        "visit_form": VisitForm(),
        "visits": visits,
        "awaited": "" if has_come else site.contact_email,
        "shares": [one for one in used if one.is_near],
        "requests": requests,
        "is_on": any(is_on for _visit, is_on in visits),
        **given,
    }
    status = 422 if given else 200
    return render(request, "operator/site.html", context, status=status)
