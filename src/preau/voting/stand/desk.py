"""Tablets on the page of paper: added, followed, revoked; the sheet of their day."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, refused_in_desk
from preau.ui.forms import PlainForm
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, hour, is_english, number

from ..models import Election, StandCast, StandDevice, Station
from ..paper.access import for_clerks
from ..paper.policies import paper_rule
from ..paper.printing import layout
from ..paper.roll import mark_in_words
from ..paper.views import as_pdf
from .devices import add_device, revoke


class DeviceForm(PlainForm):
    """A tablet to enrol: its name, its place, and the code that agents type on it."""

    station = forms.ModelChoiceField(
        Station.objects.none(),
        label=gettext_lazy("Bureau de vote"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choisissez le bureau de vote.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Nom de la tablette"),
        max_length=60,
        error_messages={"required": gettext_lazy("Donnez un nom à cette tablette.")},
    )
    pin = forms.RegexField(
        r"^[0-9]{4,8}$",
        label=gettext_lazy("Code des agents"),
        help_text=gettext_lazy("De 4 à 8 chiffres, tapés sur la tablette avant chaque bulletin."),
        error_messages={
            "required": gettext_lazy("Choisissez un code de 4 à 8 chiffres."),
            "invalid": gettext_lazy("Choisissez un code de 4 à 8 chiffres."),
        },
    )

    def __init__(self, stations: Any, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["station"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = stations


@for_clerks
def devices(request: HttpRequest, election: Election) -> HttpResponse:
    """The tablets of an election; a new one shows its code once."""
    form = DeviceForm(election.stations.all(), request.POST if request.method == "POST" else None)
    code = ""
    if request.method == "POST" and form.is_valid():
        answer = add_device(election=election, actor=agent_of(request), **form.cleaned_data)
        if isinstance(answer, Refusal) and answer.code != "known_device":
            return refused_in_desk(request, answer)
        if isinstance(answer, Refusal):
            form.add_error("name", str(answer.reason))
        else:
            code, form = answer[1], DeviceForm(election.stations.all())
    found = election.stands.select_related("station").annotate(ballots=Count("casts"))
    context = {
        "process": election.step.process,
        "has_rule": paper_rule(election) is not None,
        "stations": election.stations.exists(),
        "devices": found,
        "form": form,
        "code": code,
        "address": request.build_absolute_uri(reverse("voting_stand:stand")),
        "today": timezone.localdate(clock.now()),
    }
    return render(request, "voting/stand/devices.html", context)


def _device(election: Election, pk: int) -> StandDevice:
    found = get_object_or_404(
        StandDevice.objects.select_related("station"), election=election, pk=pk
    )
    found.election = election
    return found


@for_clerks
@require_POST
def revoke_device(request: HttpRequest, election: Election, pk: int) -> HttpResponse:
    revoke(device=_device(election, pk), actor=agent_of(request))
    messages.success(request, _("La tablette est révoquée : elle n’envoie plus rien."))
    return redirect("voting_stand:devices", election.step.process.slug)


@for_clerks
@require_GET
def sheet(request: HttpRequest, election: Election, pk: int) -> HttpResponse:
    """The closing sheet of a tablet for one day (``?jour=2027-06-12``, else today)."""
    found = _device(election, pk)
    try:
        wanted = parse_date(request.GET.get("jour", ""))
    except ValueError:
        wanted = None
    on = wanted or timezone.localdate(clock.now())
    return as_pdf(compile_pdf(layout("sheet"), sheet_facts(found, on)), f"tablette-{found.pk}-{on}")


def sheet_facts(device: StandDevice, on: Any) -> dict[str, Any]:
    """What a tablet sent in a day, in words: the layout of the sheet of a batch prints it."""
    casts = StandCast.objects.filter(device=device, day=on).select_related("contest")
    inside = Counter(one.contest.title for one in casts if one.state == StandCast.State.CAST)
    refused = Counter(one.reason for one in casts if one.state == StandCast.State.REFUSED)
    late = sum(1 for one in casts if one.is_late and one.state == StandCast.State.CAST)
    return {
        "lang": "en" if is_english() else "fr",
        "site": str(device.site.name),
        "process": device.election.step.process.title,
        "contest": device.station.name,
        "until": day(on, with_year=True),
        "heading": device.name,
        "status": _("Feuille de clôture du jour"),
        "code_title": "",
        "code": "",
        "facts": [
            *[[title, number(count)] for title, count in sorted(inside.items())],
            [_("Bulletins dans l’urne"), number(sum(inside.values()))],
            *[[f"– {_reason(rule)}", number(count)] for rule, count in sorted(refused.items())],
            [_("Bulletins refusés"), number(sum(refused.values()))],
            [_("Reçus après la clôture, faute de connexion"), number(late)],
            [_("Encore sur la tablette"), number(device.waiting)],
            [_("Dernier envoi"), hour(device.seen_at) if device.seen_at else "–"],
        ],
        "how_title": "",
        "how": [],
        "hash_title": "",
        "hash": "",
        "signatures_title": _("Signatures"),
        "signatures": [_("Présidence du bureau de vote"), _("Une autre personne du bureau")],
    }


def _reason(rule: str) -> str:
    refusal = mark_in_words(rule)
    if refusal is not None:
        return str(refusal.reason)
    if rule in ("not_on_roll", "several_alike", "votes_elsewhere"):
        return _("La liste ne permet pas ce vote ici")
    return _("Trop tard, ou contraire à la règle")
