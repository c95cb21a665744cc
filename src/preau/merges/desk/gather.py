"""Bringing ideas together, seen before it is done; and taking a group apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct
from preau.proposals.models import Proposal
from preau.reviews.actions import authors_of
from preau.ui.forms import PlainForm

from ..joining import MOST, NewText, merge, too_many
from ..models import Duplicate, Merge
from ..policies import may_merge, refusal_to_move
from ..queries import next_pair
from ..undoing import undo_merges

NEW = "new"
#: Ideas that an address may name: more than may be joined, so that the page says so.
MOST_NAMED = 200


class GatherForm(PlainForm):
    """Which text goes on: that of an idea, or a new one."""

    carrier = forms.ChoiceField(
        label=gettext_lazy("Quel texte continue\u00a0?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez l’idée qui porte les autres, ou un texte nouveau.")
        },
    )
    title = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Titre du texte nouveau"),
    )
    idea = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Texte nouveau"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Les textes d’origine restent lisibles, chacun à son adresse."),
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Vos mots aux auteurs"),
        help_text=gettext_lazy("Tout le monde les lit. Des phrases courtes, au présent."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, ideas: list[Proposal], data: Any = None) -> None:
        joined = "\n\n".join(one.idea for one in ideas)[:4000]
        initial = {"title": ideas[0].title, "idea": joined} if ideas else {}
        super().__init__(data, initial=initial)
        choices = [
            (str(one.number), _("n°\u00a0%(number)s, %(title)s") % _names(one)) for one in ideas
        ]
        choices.append((NEW, _("Un texte nouveau, écrit pour toutes")))
        self.fields["carrier"].choices = choices  # type: ignore[attr-defined]  # typed as Field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("carrier") == NEW:
            for name, words in (
                ("title", _("Donnez un titre au texte nouveau.")),
                ("idea", _("Écrivez le texte nouveau.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data


def _names(one: Proposal) -> dict[str, Any]:
    return {"number": one.number, "title": one.title}


@for_agents
def gather(request: HttpRequest, process: str) -> HttpResponse:
    """The ideas of the address (``?n=12&n=87``), which text goes on, who will be told."""
    found = load_desk_process(request, process)
    refusal = may_merge(request.user, found, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    numbers = _numbers(request)
    ideas = _ideas(found, numbers)
    form = GatherForm(ideas, request.POST if request.method == "POST" else None)
    stops: list[Refusal] = [stop for one in ideas if (stop := refusal_to_move(one))]
    if len(ideas) > MOST:
        stops = [too_many()]
    if request.method == "POST" and form.is_valid() and not stops:
        try:
            return _gathered(request, found, ideas, form.cleaned_data)
        except Refused as refused:
            stops = [refused.refusal]
    context = {
        "process": found,
        "ideas": ideas,
        "unknown": [n for n in numbers if n not in {one.number for one in ideas}],
        "form": form,
        "stops": stops,
        "told": len(_told(ideas)),
        "followers": sum(one.supports.count() for one in ideas),
        "numbers": " ".join(str(one.number) for one in ideas),
        "menu_url": reverse("merges_desk:pairs", args=[found.slug]),
    }
    return render(request, "merges/desk/gather.html", context)


def _numbers(request: HttpRequest) -> list[int]:
    """Numbers of the address, ticked (``n=12&n=87``) or typed (``n=12 87``)."""
    typed = " ".join(request.GET.getlist("n")).replace(",", " ").replace(";", " ").split()
    found = [int(one) for one in typed if one.isdecimal() and len(one) < 9]
    return list(dict.fromkeys(found))[:MOST_NAMED]


def page_of(process: Process, numbers: Sequence[int]) -> str:
    """The page that brings these ideas together: they are in its address."""
    said = " ".join(map(str, numbers[:MOST_NAMED]))
    here = reverse("merges_desk:gather", args=[process.slug])
    return f"{here}?{urlencode({'n': said})}"


def _may(person: Person, process: Process) -> Refusal | None:
    return may_merge(person, process, clock.now())


def _never(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    raise NotImplementedError("ideas are brought together at once, by their own page")


#: From the table: « regrouper » what is ticked.
GATHER = BulkAct(
    code="gather",
    label=gettext_lazy("Regrouper"),
    order=60,
    form=lambda process, data: PlainForm(data),
    may=_may,
    apply=_never,
    page=page_of,
)


def _ideas(process: Process, numbers: list[int]) -> list[Proposal]:
    rows: QuerySet[Proposal] = Proposal.objects.of(process).for_page().filter(number__in=numbers)
    ideas = list(rows.select_related("author").order_by("number"))
    for one in ideas:
        one.process = process
    return ideas


def _told(ideas: list[Proposal]) -> dict[int, User]:
    return {person.pk: person for one in ideas for person in authors_of(one)}


def _gathered(
    request: HttpRequest, process: Process, ideas: list[Proposal], data: dict[str, Any]
) -> HttpResponse:
    carrier = next((one for one in ideas if str(one.number) == data["carrier"]), None)
    new = NewText(data["title"], data["idea"]) if data["carrier"] == NEW else None
    target = merge(
        process=process,
        proposals=ideas,
        carrier=carrier,
        new=new,
        words=data["words"].strip(),
        actor=agent_of(request),
    )
    count = len(ideas)
    said = ngettext(
        "%(n)s idée continue avec le n°\u00a0%(number)s. Ses auteurs sont prévenus.",
        "%(n)s idées continuent avec le n°\u00a0%(number)s. Leurs auteurs sont prévenus.",
        count,
    ) % {"n": count, "number": target.number}
    messages.success(request, said)
    after = _next_after(process, ideas)
    if after is not None:
        return redirect("merges_desk:pair", process.slug, after.first.number, after.second.number)
    return redirect(f"{reverse('merges_desk:pairs', args=[process.slug])}?vue=groups")


def _next_after(process: Process, ideas: list[Proposal]) -> Duplicate | None:
    """The next pair of the queue when two ideas of a pair were just brought together."""
    pks = sorted(one.pk for one in ideas)[:2]
    pair = Duplicate.objects.of(process).filter(first=pks[0], second=pks[-1]).first()
    return next_pair(process, pair) if pair is not None else None


@for_agents
def undo(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take one idea (``part``), or all of them, out of the group of the idea ``number``."""
    found = load_desk_process(request, process)
    groups = f"{reverse('merges_desk:pairs', args=[found.slug])}?vue=groups"
    if request.method != "POST":
        return redirect(groups)
    target = get_object_or_404(Proposal.objects.of(found), number=number)
    merges = Merge.objects.filter(target=target, undone_at=None)
    part = request.POST.get("part", "")
    if part.isdecimal() and len(part) < 9:
        merges = merges.filter(proposal__number=int(part))
    count = undo_merges(process=found, merges=list(merges), actor=agent_of(request))
    if count:
        said = ngettext(
            "%(n)s idée continue de son côté. Son auteur est prévenu.",
            "%(n)s idées continuent chacune de leur côté. Leurs auteurs sont prévenus.",
            count,
        ) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("Ce regroupement était déjà défait."))
    return redirect(groups)
