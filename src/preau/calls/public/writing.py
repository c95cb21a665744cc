"""An application as a task list, its sections one by one, saved as they are typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.territory.queries import quarters
from preau.ui.props import Task

from ..actions import Conflict, has_unsent_changes, save_part
from ..content import (
    Content,
    Section,
    faults_in,
    is_begun,
    lines_of,
    missing_words,
    sections_of,
    written_content,
)
from ..models import Application, Editor
from ..policies import editor_of, may_send, may_withdraw, may_write
from .access import for_people, frame, load_application, load_call, person_of
from .saving import Typed, form_of, typed_in


def tasks_of(application: Application, content: Content) -> tuple[list[Task], int]:
    """The sections with where each stands, and how many are complete."""
    call = application.call
    found, done = [], 0
    for one in sections_of(call):
        faults = faults_in(one, call, content)
        url = application.url("section", one.code)
        if not faults:
            done += 1
            is_there = is_begun(one, call, content)
            state, tone = (_("Complet"), "done") if is_there else (_("Facultatif"), "")
            found.append(Task(one.title, state, url, tone))
        elif is_begun(one, call, content):
            found.append(Task(one.title, _("En cours"), url, "soon", missing_words(len(faults))))
        else:
            found.append(Task(one.title, _("À faire"), url, "todo"))
    return found, done


@for_people
def tasks(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Where the application stands, who works on it, what can be done."""
    application = load_application(request, process, step, pk)
    content, at, person = written_content(application), clock.now(), person_of(request)
    lines, done = tasks_of(application, content)
    missing = list(application.missing.filter(given_at=None).select_related("kind"))
    context = frame(
        application,
        tasks=lines,
        done=done,
        total=len(lines),
        unsent=has_unsent_changes(application, content),
        closed=may_write(person, application, at),
        may_send=may_send(person, application, at) is None,
        may_withdraw=may_withdraw(person, application, at) is None,
        missing=missing,
        team=list(application.editors.select_related("user")),
        changes=list(application.changes.all()[:8]),
        is_lead=_is_lead(request, application),
        has_agreement=hasattr(application, "agreement"),
    )
    return render(request, "calls/apply/tasks.html", context)


def _is_lead(request: HttpRequest, application: Application) -> bool:
    editor = editor_of(request.user, application)
    return editor is not None and editor.role == Editor.Role.LEAD


def load_section(application: Application, code: str) -> Section:
    """The section of that code; 404 when the call does not ask it."""
    found = next((one for one in sections_of(application.call) if one.code == code), None)
    if found is None:
        raise Http404
    return found


@for_people
def section(request: HttpRequest, process: str, step: str, pk: int, code: str) -> HttpResponse:
    """One section: what is typed is kept even when it is not right yet."""
    application = load_application(request, process, step, pk)
    one = load_section(application, code)
    if one.kind == "pieces":
        return redirect(application.url("pieces"))
    refusal = may_write(request.user, application, clock.now())
    if refusal is not None:
        return _read_only(request, application, one, refusal)
    content = written_content(application)
    if request.method == "POST":
        return _save(request, application, one, content)
    part = application.parts.filter(section=code).first()
    form = form_of(one, application.call, content)
    return _page(request, application, one, content, form, part.version if part else 0)


def _save(
    request: HttpRequest, application: Application, one: Section, content: Content
) -> HttpResponse:
    typed = typed_in(one, application, content, request)
    kept = _keep(request, application, one, typed)
    if isinstance(kept, Refusal):
        return _lost(request, application, one, typed, kept)
    if isinstance(kept, Conflict):
        theirs = written_content(application)
        return _page(
            request, application, one, theirs, typed.form, kept.part.version, conflict=kept,
            theirs=lines_of(one, application.call, theirs),
        )  # fmt: skip
    after = written_content(application)
    if "more" in request.POST:
        return redirect(application.url("section", one.code) + "#suite")
    asked_more = one.kind == "questions" and set(typed.form.fields) != set(
        form_of(one, application.call, after).fields
    )
    if typed.form.is_valid() and not asked_more:
        messages.success(
            request, _("«\u00a0%(title)s\u00a0» est enregistré.") % {"title": one.title}
        )
        return redirect(application.url("tasks"))
    if asked_more and not typed.form.errors:
        messages.info(request, _("Vos réponses amènent d’autres questions."))
        return redirect(application.url("section", one.code))
    return _page(request, application, one, after, typed.form, kept.version)


def _keep(request: HttpRequest, application: Application, one: Section, typed: Typed) -> Any:
    version = str(request.POST.get("version", ""))
    return save_part(
        application=application,
        section=one.code,
        data=typed.data,
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        person=person_of(request),
    )


def _page(
    request: HttpRequest,
    application: Application,
    one: Section,
    content: Content,
    form: Any,
    version: int,
    **more: Any,
) -> HttpResponse:
    faults = (
        faults_in(one, application.call, content)
        if is_begun(one, application.call, content)
        else []
    )
    context = frame(
        application,
        section=one,
        form=form,
        version=version,
        faults=faults if one.kind == "budget" else [],
        budget=content.money if one.kind == "budget" else None,
        autosave_url=application.url("autosave", one.code),
        **more,
    )
    status = 409 if "conflict" in more else 422 if form.errors else 200
    return render(request, f"calls/apply/{one.kind}.html", context, status=status)


def _read_only(
    request: HttpRequest, application: Application, one: Section, refusal: Refusal
) -> HttpResponse:
    """The section cannot be written any more, or by this person: its words stay readable."""
    content = written_content(application)
    context = frame(
        application,
        section=one,
        refusal=refusal,
        lines=lines_of(one, application.call, content),
    )
    status = 403 if request.method == "POST" else 200
    return render(request, "calls/apply/closed.html", context, status=status)


def _lost(
    request: HttpRequest, application: Application, one: Section, typed: Typed, refusal: Refusal
) -> HttpResponse:
    """The call closed while it was being typed: nothing is kept, all can be copied."""
    said = [
        (str(field.label), str(field.value()))
        for field in typed.form
        if isinstance(field.value(), str) and field.value()
    ]
    context = frame(application, section=one, refusal=refusal, lines=said, is_lost=True)
    return render(request, "calls/apply/closed.html", context, status=403)


@for_people
@require_POST
def autosave(request: HttpRequest, process: str, step: str, pk: int, code: str) -> HttpResponse:
    """Keep what is typed; somebody else's words are never replaced without a look at them."""
    application = load_application(request, process, step, pk)
    one = load_section(application, code)
    content = written_content(application)
    typed = typed_in(one, application, content, request)
    if one.kind == "questions":
        _keep_files(typed, content)
    kept = _keep(request, application, one, typed)
    if isinstance(kept, Conflict):
        words = _(
            "%(who)s a écrit ici entre-temps\u00a0: «\u00a0Enregistrer\u00a0» montre les deux textes."
        )
        who = kept.part.saved_by.full_name if kept.part.saved_by else _("Une autre personne")
        return HttpResponse(words % {"who": who}, status=409, headers={"X-Refused": "conflict"})
    if isinstance(kept, Refusal):
        return HttpResponse(str(kept.reason), status=409, headers={"X-Refused": kept.code})
    return JsonResponse({"saved": True}, headers={"X-Version": str(kept.version)})


def _keep_files(typed: Typed, content: Content) -> None:
    """A page saves itself without its files: those that are there stay."""
    for field in typed.form.fields.values():
        question = getattr(field, "question", None)
        if question is not None and question.type == "file" and question.id in content.answers:
            typed.data["answers"].setdefault(question.id, content.answers[question.id])


def ground(request: HttpRequest, process: str, step: str) -> JsonResponse:
    """Outlines of the neighbourhoods, under the point that somebody puts down."""
    load_call(request, process, step)
    features = [zone.as_feature() for zone in quarters()]
    return JsonResponse({"type": "FeatureCollection", "features": features})
