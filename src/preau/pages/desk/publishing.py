"""What is checked, what changes, publishing; what was published before, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.ui.words import moment

from ..actions import publish_page, restore_revision
from ..checks import findings
from ..compare import differences
from ..models import Draft, Page, Revision, Theme
from .access import for_editors, frame, load_page
from .forms import PublishForm


@for_editors
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The checks, the exact difference with what is read, and the button."""
    page, draft = load_page(pk)
    found = findings(draft)
    is_blocked = any(one.is_blocking for one in found)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and not is_blocked and form.is_valid():
        done = _publish(request, page, form)
        if done is not None:
            return done
    read = _read(page)
    theme = Theme.objects.first()
    context: dict[str, Any] = {
        "page": page,
        "draft": draft,
        "findings": found,
        "is_blocked": is_blocked,
        "form": form,
        "read": read,
        "planned": page.revisions.filter(opens_at__gt=clock.now()).first(),
        "changes": differences(read, draft) if read else [],
        "ratio": theme.palette.ratio if theme else None,
    }
    return render(request, "pages/desk/publish.html", frame(request, **context))


def _publish(request: HttpRequest, page: Page, form: PublishForm) -> HttpResponse | None:
    later = form.cleaned_data["when"] == "later"
    at = form.cleaned_data["at"] if later else None
    made = publish_page(page=page, at=at, note=form.cleaned_data["note"], actor=agent_of(request))
    if isinstance(made, Refusal):
        form.add_error("at", f"{made.reason} {made.remedy}".strip())
        return None
    said = _("La page est publiée.")
    if later:
        said = _("La page sera publiée %(moment)s.") % {"moment": moment(made.opens_at)}
    messages.success(request, said)
    return redirect("pages_desk:page", page.pk)


def _read(page: Page) -> Revision | None:
    """What everyone reads now."""
    opened = page.revisions.filter(opens_at__lte=clock.now())
    return opened.order_by("-opens_at", "-number").first() if page.is_shown else None


@for_editors
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What was published, when, by whom; one compared with the draft, and brought back."""
    page, draft = load_page(pk)
    if request.method == "POST":
        return _restore(request, page)
    asked = request.GET.get("version", "")
    chosen = page.revisions.filter(number=_number(asked)).first() if asked else None
    other: Draft | Revision = draft
    against = request.GET.get("avec", "")
    if chosen is not None and _number(against):
        other = page.revisions.filter(number=_number(against)).first() or draft
    context = {
        "page": page,
        "draft": draft,
        "revisions": page.revisions.select_related("author")[:200],
        "chosen": chosen,
        "other": other,
        "is_with_draft": other is draft,
        "changes": differences(chosen, other) if chosen else [],
        "now": clock.now(),
    }
    return render(request, "pages/desk/history.html", frame(request, **context))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _restore(request: HttpRequest, page: Page) -> HttpResponse:
    number = _number(request.POST.get("number", ""))
    revision = get_object_or_404(page.revisions, number=number)
    restore_revision(page=page, revision=revision, actor=agent_of(request))
    messages.success(
        request,
        _("Le brouillon reprend la version %(number)s. Publiez-la quand elle est prête.")
        % {"number": number},
    )
    return redirect("pages_desk:page", page.pk)
