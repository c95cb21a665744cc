"""One opinion from the link of a mail: no account, no training, on a phone, on the spot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.ui.forms import PlainForm

from ..links import Bearer, read_opinion_link
from ..notes import add_note
from ..opinions import save_opinion
from ..policies import may_answer, refusal_to_answer
from .opinion_forms import OpinionForm
from .opinion_views import kept, not_kept, saves_itself


class VisitForm(PlainForm):
    """Who signs, when the link came to the address of a service, and a photo of the place."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Vos prénom et nom"),
        help_text=gettext_lazy("Un avis est signé."),
        error_messages={"required": gettext_lazy("Écrivez votre nom\u00a0: un avis est signé.")},
    )
    photo = forms.FileField(
        required=False,
        label=gettext_lazy("Photo du lieu"),
        help_text=gettext_lazy("Les agents la voient, le public non."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, bearer: Bearer, *data: Any) -> None:
        super().__init__(*data, auto_id="visit_%s")
        if bearer.user is not None:
            del self.fields["name"]


@never_cache
def opinion_link(request: HttpRequest, token: str) -> HttpResponse:
    bearer = read_opinion_link(token)
    if bearer is None:
        return render(request, "reviews/link_over.html", status=410)
    at, held = clock.now(), bearer.opinion
    refusal = may_answer(bearer.user, held, at) if bearer.user else refusal_to_answer(held, at)
    if refusal is not None:
        return _page(request, bearer, refusal=refusal)
    if request.method != "POST":
        return _page(request, bearer, form=OpinionForm(held), visit=VisitForm(bearer))
    return _write(request, bearer)


def _write(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    held, is_signing = bearer.opinion, request.POST.get("do") == "sign"
    form = OpinionForm(held, request.POST)
    visit = VisitForm(bearer, request.POST, request.FILES)
    is_right = form.is_valid()
    if is_signing:
        is_right = visit.is_valid() and is_right
    else:
        visit.is_valid()
    if not is_right:
        if saves_itself(request):
            return not_kept(_("Une réponse est à corriger\u00a0: le bouton dit laquelle."))
        return _page(request, bearer, form=form, visit=visit)
    name = visit.cleaned_data.get("name", "")
    try:
        if visit.cleaned_data.get("photo"):
            photo, service = visit.cleaned_data["photo"], held.service.name
            author = bearer.user
            add_note(
                proposal=held.proposal, words="", files=[photo], author=author, name=name or service
            )
        done = save_opinion(
            opinion=held,
            answers=form.answers(),
            seen=form.cleaned_data["version"],
            actor=bearer.user,
            name=name or ("" if is_signing else held.service.name),
            sign=is_signing,
        )
    except Refused as refused:
        if saves_itself(request):
            return not_kept(str(refused))
        return _again(request, bearer, visit, refused.refusal)
    if saves_itself(request):
        return kept(done.version)
    return _page(request, Bearer(done, bearer.user), done=done, form=None)


def _again(
    request: HttpRequest, bearer: Bearer, visit: VisitForm, refusal: Refusal
) -> HttpResponse:
    """Nothing was signed: why, with what was typed and what somebody else wrote meanwhile."""
    held = bearer.opinion
    held.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(held.version)
    form = OpinionForm(held, data)
    form.is_valid()
    theirs = held if refusal.code == "changed_meanwhile" else None
    return _page(request, bearer, form=form, visit=visit, refusal=refusal, theirs=theirs)


def _page(request: HttpRequest, bearer: Bearer, **given: Any) -> HttpResponse:
    context = {
        "opinion": bearer.opinion,
        "proposal": bearer.opinion.proposal,
        "process": bearer.opinion.step.process,
        "person": bearer.user,
        **given,
    }
    return render(request, "reviews/opinion_link.html", context)
