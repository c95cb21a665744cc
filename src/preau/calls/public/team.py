"""The people of an application: invited, come in, taken out; who did what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.ui.forms import PlainForm

from ..models import Application, Editor
from ..policies import may_lead
from ..team import digest, hand_over, invite, join, take_out
from .access import for_people, frame, load_application, load_call, person_of

ROLES = [choice for choice in Editor.Role.choices if choice[0] != Editor.Role.LEAD]


class InviteForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique"),
        error_messages={"invalid": gettext_lazy("Écrivez une adresse comme nom@exemple.fr.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"),
        choices=ROLES,
        initial=Editor.Role.WRITER,
        widget=forms.RadioSelect,
    )


def _page(request: HttpRequest, application: Application, form: InviteForm) -> HttpResponse:
    context = frame(
        application,
        form=form,
        team=list(application.editors.select_related("user")),
        changes=list(application.changes.all()[:50]),
        closed=may_lead(request.user, application),
    )
    status = 422 if form.errors else 200
    return render(request, "calls/apply/team.html", context, status=status)


@for_people
def team(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    application = load_application(request, process, step, pk)
    if request.method != "POST":
        return _page(request, application, InviteForm())
    if "editor" in request.POST:
        return _change(request, application)
    form = InviteForm(request.POST)
    if form.is_valid():
        made = invite(application=application, person=person_of(request), **form.cleaned_data)
        if not isinstance(made, Refusal):
            words = _("L’invitation part à %(email)s.") % {"email": made.email}
            messages.success(request, words)
            return redirect(application.url("team"))
        form.add_error("email", f"{made.reason} {made.remedy}".strip())
    return _page(request, application, form)


def _change(request: HttpRequest, application: Application) -> HttpResponse:
    """« Retirer » and « Confier le dossier »."""
    typed = request.POST["editor"]
    if not typed.isdecimal() or len(typed) > 18:
        raise Http404
    editor = get_object_or_404(application.editors.select_related("user"), pk=int(typed))
    editor.application = application
    act: Any = {"out": take_out, "lead": hand_over}.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    answer = act(editor=editor, person=person_of(request))
    if isinstance(answer, Refusal):
        return refused(request, answer, back=application.url("team"))
    messages.success(request, _("L’équipe du dossier est à jour."))
    return redirect(application.url("team"))


@for_people
def accept(request: HttpRequest, process: str, step: str, token: str) -> HttpResponse:
    """An invitation opened by who received it; the account is the one that is signed in."""
    call = load_call(request, process, step)
    editor = get_object_or_404(
        Editor.objects.select_related("application"),
        application__call=call,
        token_hash=digest(token),
    )
    editor.application.call = call
    if request.method == "POST":
        answer = join(editor=editor, person=person_of(request))
        if isinstance(answer, Refusal):
            return refused(request, answer, back=call.url("home"))
        return redirect(editor.application.url("tasks"))
    context = frame(editor.application, editor=editor, email=person_of(request).email)
    return render(request, "calls/apply/join.html", context)
