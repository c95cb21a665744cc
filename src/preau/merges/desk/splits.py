"""Splitting an idea that holds several, and going back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.proposals.desk.sheet import load_proposal
from preau.proposals.models import Proposal
from preau.reviews.actions import authors_of
from preau.ui.forms import PlainForm

from ..joining import NewText
from ..policies import may_merge, refusal_to_move
from ..splitting import split, undo_split

#: Parts that the page offers; the first two are needed.
PARTS = (1, 2, 3)


class SplitForm(PlainForm):
    """The words of each part: nothing is cut by itself, the agent writes."""

    words = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Vos mots aux auteurs"),
        help_text=gettext_lazy("Tout le monde les lit. Des phrases courtes, au présent."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data)
        for part in PARTS:
            needed = part <= 2
            self.fields[f"title_{part}"] = forms.CharField(
                required=needed,
                max_length=120,
                label=_("Titre de l’idée %(part)s") % {"part": part},
                initial=proposal.title if part == 1 else "",
                error_messages={"required": _("Donnez un titre à cette idée.")},
            )
            self.fields[f"idea_{part}"] = forms.CharField(
                required=needed,
                max_length=4000,
                label=_("Texte de l’idée %(part)s") % {"part": part},
                initial=proposal.idea if needed else "",
                widget=forms.Textarea(attrs={"rows": 8}),
                error_messages={"required": _("Écrivez le texte de cette idée.")},
            )

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """Title and text of each part, as fields to show."""
        return [(self[f"title_{part}"], self[f"idea_{part}"]) for part in PARTS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("title_3")) != bool(data.get("idea_3")):
            missing = "idea_3" if data.get("title_3") else "title_3"
            self.add_error(missing, _("Donnez le titre et le texte de la troisième idée."))
        texts = [data.get(f"idea_{part}") for part in PARTS if data.get(f"idea_{part}")]
        if len(texts) > 1 and len(set(texts)) < len(texts):
            self.add_error(
                "idea_2", _("Deux idées ont le même texte\u00a0: gardez dans chacune sa part.")
            )
        return data

    def texts(self) -> list[NewText]:
        data = self.cleaned_data
        return [
            NewText(data[f"title_{part}"], data[f"idea_{part}"])
            for part in PARTS
            if data[f"title_{part}"]
        ]


@for_agents
def split_idea(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Write the parts beside the text of the idea; posting makes them."""
    found = load_desk_process(request, process)
    proposal = load_proposal(request, found, number)
    refusal = may_merge(request.user, found, clock.now()) or refusal_to_move(proposal)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = SplitForm(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = split(
                proposal=proposal,
                parts=form.texts(),
                actor=agent_of(request),
                words=form.cleaned_data["words"].strip(),
            )
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        numbers = ", ".join(f"n°\u00a0{part.number}" for part in made)
        messages.success(request, _("L’idée continue sous les %(numbers)s.") % {"numbers": numbers})
        return redirect("proposals_desk:sheet", found.slug, number)
    context = {
        "process": found,
        "proposal": proposal,
        "form": form,
        "told": len(authors_of(proposal)),
        "menu_url": reverse("merges_desk:pairs", args=[found.slug]),
    }
    return render(request, "merges/desk/split.html", context)


@for_agents
def undo(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    if request.method == "POST":
        proposal = load_proposal(request, found, number)
        if undo_split(proposal=proposal, actor=agent_of(request)):
            messages.success(request, _("L’idée est de nouveau entière. Son auteur est prévenu."))
        else:
            messages.info(request, _("Cette idée n’est pas scindée."))
    return redirect("proposals_desk:sheet", found.slug, number)
