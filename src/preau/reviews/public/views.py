"""The author makes an idea clear, from the link of the mail or from « mon espace »."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.proposals.models import Proposal
from preau.ui.forms import PlainForm

from ..links import precision_link, read_precision_link
from ..models import Precision
from ..precisions import TEXTS, answer_precision, refusal_to_answer


class AnswerForm(PlainForm):
    """The answer, and the idea as it may be rewritten."""

    answer = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Votre réponse"),
        help_text=gettext_lazy("Seuls les services la lisent."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Titre"),
        error_messages={"required": gettext_lazy("Donnez un titre à votre idée.")},
    )
    finding = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Constat"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    idea = forms.CharField(
        max_length=8000,
        label=gettext_lazy("Proposition"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Décrivez votre idée.")},
    )
    audience = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Pour qui"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(proposal, name) for name in TEXTS})

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in TEXTS}


@never_cache
def precision(request: HttpRequest, token: str) -> HttpResponse:
    asked = read_precision_link(token)
    if asked is None or asked.proposal.author is None:
        return render(request, "reviews/precision_over.html", status=410)
    context: dict[str, Any] = {"asked": asked, "proposal": asked.proposal}
    refusal = refusal_to_answer(asked, clock.now())
    if refusal is not None:
        return render(request, "reviews/precision.html", context | {"refusal": refusal})
    form = AnswerForm(asked.proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = answer_precision(
                asked=asked,
                answer=form.cleaned_data["answer"],
                texts=form.texts(),
                author=asked.proposal.author,
            )
        except Refused as refused:
            form.add_error("answer", str(refused))
        else:
            return render(request, "reviews/precision.html", context | {"done": done})
    return render(request, "reviews/precision.html", context | {"form": form})


def to_make_clear(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Questions that wait for this author, for « mon espace »."""
    asked = Precision.objects.filter(
        proposal__author=person, proposal__is_hidden=False, answered_at=None, dropped_at=None
    ).select_related("proposal")
    lines = [(one, precision_link(one)) for one in asked]
    return {"lines": lines} if lines else None
