"""The deposit, one question per page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor, visitor_token
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.media.actions import drop_picture, take_picture
from preau.processes.access import load_process, refused
from preau.processes.models import Process, Step

from ..drafts import save_draft, start_draft
from ..forms import PageForm, PictureForm, PlaceForm
from ..kind import MINUTES
from ..models import CollectionSettings, Draft
from ..policies import deposit_step, may_deposit
from ..queries import drafts_of
from ..wizard import Page, form_of, pages_of, rules_of
from .access import closed, grant, load_draft
from .similar import found_after


@never_cache
def start(request: HttpRequest, process: str) -> HttpResponse:
    """Criteria, time, what will be public, drafts to go on with; posting opens a draft."""
    found = load_process(request, process)
    step = deposit_step(found, clock.now())
    if step is None:
        raise Http404
    refusal = may_deposit(request.user, step)
    if refusal is not None:
        return refused(request, refusal)
    if request.method == "POST":
        draft = start_draft(step=step, person=request.user, visitor=visitor_token(request))
        grant(request, draft)
        return redirect("proposals:page", found.slug, draft.pk, "titre")
    drafts = [one for one in drafts_of(request.user, known_visitor(request)) if one.step == step]
    rules = _rules(step)
    context = {"process": found, "step": step, "rules": rules, "drafts": drafts, "minutes": MINUTES}
    return render(request, "proposals/deposit/start.html", context)


def _rules(step: Step) -> CollectionSettings:
    return CollectionSettings.objects.filter(step=step).first() or CollectionSettings(step=step)


@dataclass(frozen=True)
class Way:
    """Where a page stands among the others."""

    page: Page
    place: int
    total: int
    back: str
    then: str

    @property
    def is_last(self) -> bool:
        return self.place == self.total


def way_of(draft: Draft, pages: list[Page], code: str, slug: str, *, is_review: bool) -> Way:
    """The page of that code, the one before, the one after; 404 when the step does not ask it."""
    place = next((place for place, page in enumerate(pages) if page.code == code), None)
    if place is None:
        raise Http404
    review = reverse("proposals:review", args=[slug, draft.pk])
    back = (
        reverse("proposals:page", args=[slug, draft.pk, pages[place - 1].code])
        if place
        else reverse("proposals:start", args=[slug])
    )
    then = (
        reverse("proposals:page", args=[slug, draft.pk, pages[place + 1].code])
        if place + 1 < len(pages)
        else review
    )
    if is_review:
        back = then = review
    return Way(pages[place], place + 1, len(pages), back, then)


@never_cache
def page(request: HttpRequest, process: str, draft: int, page: str) -> HttpResponse:
    """One page: what is posted is kept, right or wrong; what is right leads on."""
    found, mine = load_draft(request, process, draft)
    if mine.proposal_id:
        return redirect("proposals:receipt", found.slug, mine.pk)
    refusal = may_deposit(request.user, mine.step)
    if refusal is not None:
        return closed(request, found, mine, refusal)
    rules = rules_of(mine)
    is_review = "relire" in request.GET or "relire" in request.POST
    way = way_of(mine, pages_of(rules), page, found.slug, is_review=is_review)
    if request.method != "POST":
        return _show(request, found, mine, way, form_of(way.page, mine, rules), is_review)
    form = form_of(way.page, mine, rules, request.POST, request.FILES)
    _attach(request, mine)
    save_draft(draft=mine, values=form.values())
    is_kept = form.is_valid()
    if isinstance(form, PictureForm):
        is_kept = _keep_picture(request, mine, form) and is_kept
    if "plus-tard" in request.POST:
        return redirect("proposals:later", found.slug, mine.pk)
    if not is_kept:
        return _show(request, found, mine, way, form, is_review)
    if isinstance(form, PlaceForm) and form.is_outside:
        context = {"process": found, "draft": mine, "way": way}
        return render(request, "proposals/deposit/outside.html", context)
    if found_after(found, mine, way.page.code):
        return redirect("proposals:similar", found.slug, mine.pk, way.page.code)
    return redirect(way.then)


def _attach(request: HttpRequest, draft: Draft) -> None:
    """A draft begun before signing in becomes its person's."""
    if draft.user_id is None and isinstance(request.user, User):
        draft.user = request.user
        draft.save(update_fields=["user"])


def _keep_picture(request: HttpRequest, draft: Draft, form: PictureForm) -> bool:
    """Take the photo in, or put it away; False when it is refused, with the reason on the form.

    A photo whose description is still missing is kept too: a file cannot be shown chosen again.
    """
    before = draft.picture
    upload, alt = form.cleaned_data.get("picture"), form.cleaned_data.get("alt", "")
    if "retirer" in request.POST:
        taken = None
    elif upload is None:
        if before is not None and alt and before.alt != alt:
            before.alt = alt
            before.save(update_fields=["alt"])
        return True
    else:
        answer = take_picture(
            upload=upload,
            size=upload.size,
            alt=alt,
            owner=request.user if isinstance(request.user, User) else None,
            visitor=visitor_token(request),
        )
        if isinstance(answer, Refusal):
            form.add_error("picture", f"{answer.reason} {answer.remedy}".strip())
            return False
        taken = answer
    draft.picture = taken
    draft.save(update_fields=["picture"])
    if before is not None:
        drop_picture(picture=before)
    return True


def _show(
    request: HttpRequest, process: Process, draft: Draft, way: Way, form: PageForm, is_review: bool
) -> HttpResponse:
    context: dict[str, Any] = {
        "process": process,
        "draft": draft,
        "way": way,
        "form": form,
        "is_review": is_review,
        "template": f"proposals/deposit/fields_{way.page.code}.html",
        "title": _("%(place)s sur %(total)s : %(question)s")
        % {"place": way.place, "total": way.total, "question": way.page.question},
    }
    return render(request, "proposals/deposit/page.html", context)
