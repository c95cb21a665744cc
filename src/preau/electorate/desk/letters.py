"""Codes by post, in the back office: made, listed, cancelled, replaced."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, refused_in_desk

from ..codes import Letter, import_codes, make_codes, replace_code, revoke_batch
from ..letters import letters_pdf
from ..models import Batch, Code, Electorate
from ..preview import batches_of
from .access import for_electorate, may_issue, may_read
from .forms import CodeListForm, LettersForm, ReasonForm, ReplaceForm


@for_electorate(may_read)
@require_GET
def batches(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    context = {
        "process": electorate.step.process,
        "batches": batches_of(electorate),
        "refusal": may_issue(request.user, electorate.step),
    }
    return render(request, "electorate/desk/batches.html", context)


@for_electorate(may_issue)
def new_letters(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    """The answer to the form is the PDF itself: codes in clear are held nowhere."""
    form = LettersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        letters = make_codes(
            electorate=electorate,
            label=form.cleaned_data["label"],
            recipients=form.cleaned_data["recipients"],
            actor=agent_of(request),
        )
        return _as_pdf(electorate, letters)
    context = {"process": electorate.step.process, "form": form}
    return render(request, "electorate/desk/letters.html", context)


def _as_pdf(electorate: Electorate, letters: Sequence[Letter]) -> HttpResponse:
    response = HttpResponse(letters_pdf(electorate.step, letters), content_type="application/pdf")
    name = f"lettres-{letters[0].name}-{letters[-1].name}"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@for_electorate(may_issue)
def code_list(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    """Codes that somebody else printed."""
    form = CodeListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch, known = import_codes(
            electorate=electorate,
            label=form.cleaned_data["label"],
            codes=form.codes(),
            actor=agent_of(request),
        )
        said = _("%(n)s codes repris dans le lot «\u00a0%(batch)s\u00a0», %(known)s déjà connus.")
        figures = {"n": batch.codes.count(), "batch": batch, "known": known}
        messages.success(request, said % figures)
        return redirect("electorate_desk:batches", electorate.step.process.slug)
    context = {"process": electorate.step.process, "form": form}
    return render(request, "electorate/desk/code_list.html", context)


@for_electorate(may_issue)
def replace(request: HttpRequest, electorate: Electorate, number: int) -> HttpResponse:
    """A letter was lost: cancel it and print another one."""
    batch = _batch(electorate, number)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = Code.objects.filter(batch=batch, number=form.cleaned_data["number"]).first()
        if code is None:
            form.add_error("number", _("Ce lot n’a pas de lettre de ce numéro."))
        else:
            code.electorate, code.batch = electorate, batch
            answer = replace_code(
                code=code,
                recipient=form.recipient(),
                reason=form.cleaned_data["reason"],
                actor=agent_of(request),
            )
            if not isinstance(answer, Refusal):
                return _as_pdf(electorate, [answer])
            form.add_error("number", f"{answer.reason} {answer.remedy}")
    context = {"process": electorate.step.process, "form": form, "batch": batch}
    return render(request, "electorate/desk/replace.html", context)


@for_electorate(may_issue)
def revoke(request: HttpRequest, electorate: Electorate, number: int) -> HttpResponse:
    batch = _batch(electorate, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = revoke_batch(
            batch=batch, reason=form.cleaned_data["reason"], actor=agent_of(request)
        )
        messages.success(request, _("%(n)s lettres annulées.") % {"n": count})
        return redirect("electorate_desk:batches", electorate.step.process.slug)
    shown = next(one for one in batches_of(electorate) if one.pk == batch.pk)
    if shown.total == shown.used + shown.revoked:
        reason = _("Ce lot n’a plus de lettre à annuler.")
        return refused_in_desk(request, Refusal("nothing_left", reason))
    context = {"process": electorate.step.process, "form": form, "batch": shown}
    return render(request, "electorate/desk/revoke.html", context)


def _batch(electorate: Electorate, number: int) -> Batch:
    found = get_object_or_404(Batch, electorate=electorate, number=number)
    found.electorate = electorate
    return found
