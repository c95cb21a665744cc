"""The words of people: their list, each on its page, support, report, correction."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.kernel.sheets import csv_lines
from preau.moderation.reporting import ReportForm, report_from
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements

from ..actions import (
    KIND,
    edit_contribution,
    support,
    withdraw_contribution,
    withdraw_support,
)
from ..exporting import public_heads, public_rows
from ..models import Consultation, Contribution, Outcome, Passage, Position, Source, Support
from ..policies import may_edit, may_support, may_withdraw
from ..queries import words_of
from .access import load_consultation, load_contribution
from .forms import ContributionForm
from .passages import passage_url

#: Contributions on one page.
PER_PAGE = 20
_PENDING = "texts_to_support"


def _frame(consultation: Consultation, **more: Any) -> dict[str, Any]:
    step = consultation.step
    return {"consultation": consultation, "step": step, "process": step.process, **more}


def listing(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """All words in sight, by passage, position, kind and answer."""
    consultation = load_consultation(request, process, step)
    asked = request.GET
    passage = _asked_passage(consultation, asked.get("texte", ""), asked.get("passage", ""))
    position = asked.get("position", "")
    outcome = asked.get("suite", "")
    found = words_of(
        consultation,
        passage=passage,
        position=position if position in Position.values else "",
        outcome=outcome if outcome in (*Outcome.values, "none") else "",
        kind=asked.get("genre", ""),
        order=asked.get("tri", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    context = _frame(
        consultation,
        page=page,
        passage=passage,
        asked=asked,
        positions=Position.choices,
        outcomes=[*Outcome.choices, ("none", _("Sans réponse encore"))],
        orders=[
            ("soutiens", _("Les plus soutenus")),
            ("recents", _("Les plus récents")),
            ("anciens", _("Les plus anciens")),
        ],
    )
    return render(request, "texts/list.html", context)


def _asked_passage(consultation: Consultation, text: str, key: str) -> Passage | None:
    if not (text and key):
        return None
    found = Passage.objects.filter(
        version__text__consultation=consultation,
        version__text__slug=text[:80],
        version__published_at__isnull=False,
        key=key[:40],
        depth=0,
    )
    one = found.select_related("version__text").order_by("version__number").first()
    if one is not None:
        one.version.text.consultation = consultation
    return one


@never_cache
def contribution(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """One contribution: its words, its compare, its sources, its answer."""
    consultation = load_consultation(request, process, step)
    found = load_contribution(request, consultation, number)
    person = request.user
    at = clock.now()
    is_supported = (
        isinstance(person, User)
        and Support.objects.filter(contribution=found, person=person).exists()
    )
    is_mine = isinstance(person, User) and found.author_id == person.pk
    context = _frame(
        consultation,
        one=found,
        passage=found.passage,
        text=found.passage.version.text,
        is_mine=is_mine,
        is_supported=is_supported,
        edit_refusal=may_edit(person, found, at) if is_mine else None,
        withdraw_refusal=may_withdraw(person, found) if is_mine else None,
        support_refusal=may_support(person, found, at),
    )
    return render(request, "texts/contribution.html", context)


@never_cache
def support_words(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """The gesture is kept first, identity is asked after; coming back completes it."""
    consultation = load_consultation(request, process, step)
    found = load_contribution(request, consultation, number)
    page = consultation.url("contribution", number)
    pending: list[int] = request.session.get(_PENDING, [])
    is_post = request.method == "POST"
    if not is_post and found.pk not in pending:
        return redirect(page)
    refusal = may_support(request.user, found, clock.now())
    if refusal is not None:
        return refused(request, refusal, back=page)
    if missing_requirements(consultation.step, request.user) or not isinstance(request.user, User):
        request.session[_PENDING] = [*pending, found.pk][-20:]
        here = consultation.url("support", number)
        if missing_requirements(consultation.step, request.user):
            return redirect(identity_url(consultation.step, here))
        return redirect(f"{reverse('public:sign_in')}?{urlencode({'suite': here})}")
    if found.pk in pending:
        request.session[_PENDING] = [pk for pk in pending if pk != found.pk]
    if is_post and request.POST.get("geste") == "quitter":
        withdraw_support(contribution=found, person=request.user)
        messages.success(request, _("Vous ne soutenez plus cet avis."))
    else:
        support(contribution=found, person=request.user)
        messages.success(request, _("Vous soutenez cet avis."))
    back = request.POST.get("retour") == "passage"
    return redirect(f"{passage_url(found.passage)}#avis-{number}" if back else page)


@never_cache
def report_words(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """Tell the moderators, with or without an account; once per person."""
    consultation = load_consultation(request, process, step)
    found = load_contribution(request, consultation, number)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report_from(
            request,
            form,
            kind=KIND,
            subject_id=found.pk,
            process=consultation.step.process,
            author=found.author,
        )
        said = _("Merci. La modération lira cet avis dans les deux jours.")
        messages.success(request, said)
        return redirect(consultation.url("contribution", number))
    context = _frame(consultation, one=found, form=form, passage=found.passage)
    status = 422 if form.errors else 200
    return render(request, "texts/report.html", context, status=status)


@never_cache
def edit(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """The author writes it again."""
    consultation = load_consultation(request, process, step)
    found = load_contribution(request, consultation, number)
    page = consultation.url("contribution", number)
    refusal = may_edit(request.user, found, clock.now())
    if refusal is not None or not isinstance(request.user, User):
        return refused(request, refusal or Refusal("stranger", ""), back=page)
    form = _edit_form(request, found)
    if request.method == "POST" and form.is_valid():
        words = form.words()
        if words.is_empty:
            form.add_error("body", _("Écrivez vos raisons, ou retirez cet avis."))
        else:
            done = edit_contribution(contribution=found, words=words, person=request.user)
            if isinstance(done, Refusal):
                return refused(request, done, back=page)
            messages.success(request, _("Votre avis est corrigé."))
            return redirect(page)
    text = found.passage.version.text
    context = _frame(consultation, one=found, form=form, passage=found.passage, text=text)
    status = 422 if form.errors else 200
    return render(request, "texts/edit.html", context, status=status)


def _edit_form(request: HttpRequest, found: Contribution) -> ContributionForm:
    link = found.sources.exclude(url="").first()
    initial = {
        "position": found.position,
        "body": found.body,
        "rewrite": found.rewrite or found.passage.body,
        "link": link.url if link else "",
        "link_title": link.title if link else "",
    }
    return ContributionForm(
        request.POST if request.method == "POST" else None, passage=found.passage, initial=initial
    )


@never_cache
def withdraw(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """The author takes it back; its words are forgotten."""
    consultation = load_consultation(request, process, step)
    found = load_contribution(request, consultation, number)
    page = consultation.url("contribution", number)
    refusal = may_withdraw(request.user, found)
    if refusal is not None or not isinstance(request.user, User):
        return refused(request, refusal or Refusal("stranger", ""), back=page)
    if request.method == "POST":
        withdraw_contribution(contribution=found, person=request.user)
        messages.success(request, _("Votre avis est retiré."))
        return redirect(passage_url(found.passage))
    return render(request, "texts/withdraw.html", _frame(consultation, one=found))


def export(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """All words in sight as open data, without personal data."""
    consultation = load_consultation(request, process, step)
    lines = csv_lines(public_heads(), public_rows(consultation))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"avis-{consultation.step.process.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def document(request: HttpRequest, process: str, step: str, source: int) -> HttpResponseBase:
    """A document that a contribution in sight leans on."""
    consultation = load_consultation(request, process, step)
    visible = Source.objects.select_related("upload").filter(
        contribution__consultation=consultation,
        contribution__state=Contribution.State.VISIBLE,
        upload__isnull=False,
    )
    upload = get_object_or_404(visible, pk=source).upload
    if upload is None or not default_storage.exists(upload.path):
        raise Http404
    file = default_storage.open(upload.path)
    return FileResponse(file, as_attachment=True, filename=upload.name, content_type=upload.kind)
