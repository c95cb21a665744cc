"""The author reads how their project will stand on the ballot, and accepts it or not."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel.refusal import Refused
from preau.processes.access import refused
from preau.ui.forms import PlainForm

from ..ballot_texts import answer_text, link_of, may_answer, text_of_link
from ..models import BallotText


class WishForm(PlainForm):
    wish = forms.CharField(
        max_length=1000,
        label=gettext_lazy("Ce que vous voudriez changer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Dites ce que vous voudriez changer.")},
    )


@never_cache
def ballot_text(request: HttpRequest, token: str) -> HttpResponse:
    held = text_of_link(token)
    if held is None:
        raise Http404
    form = WishForm(request.POST if request.POST.get("do") == "wish" else None)
    is_answer = request.POST.get("do") == "agree" or (form.is_bound and form.is_valid())
    if is_answer:
        wish = form.cleaned_data["wish"] if form.is_bound else ""
        try:
            answer_text(text=held, wish=wish)
        except Refused as refusal:
            return refused(request, refusal.refusal)
        return redirect("budgeting:ballot_text", token)
    context = {"text": held, "proposal": held.proposal, "form": form, "closed": may_answer(held)}
    return render(request, "budgeting/ballot_text.html", context)


def to_agree(person: User, request: HttpRequest) -> dict[str, list[tuple[BallotText, str]]] | None:
    """In « mon espace »: the texts that wait for this author."""
    waiting = BallotText.objects.filter(
        proposal__author=person, state=BallotText.State.PROPOSED
    ).select_related("proposal")
    lines = [(one, link_of(one)) for one in waiting]
    return {"lines": lines} if lines else None
