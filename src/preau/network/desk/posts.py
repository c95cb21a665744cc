"""Experiences, questions and their answers, meetings."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, refused_in_desk
from preau.ui.forms import PlainForm

from .. import actions
from ..models import Member, Post, Registration
from ..policies import may_withdraw
from ..queries import posts
from .frame import for_members, page

KINDS = ("experience", "question", "meeting")


def _long(label: Any, *, required: bool = True, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=8000, widget=widget)


class QuestionForm(PlainForm):
    title = forms.CharField(label=gettext_lazy("Votre question, en une phrase"), max_length=160)
    words = _long(gettext_lazy("Ce qu’il faut savoir pour répondre"))


class ExperienceForm(PlainForm):
    title = forms.CharField(label=gettext_lazy("Titre"), max_length=160)
    words = _long(gettext_lazy("Ce que vous avez essayé"), rows=6)
    figures = _long(gettext_lazy("Les chiffres"), required=False)
    again = _long(gettext_lazy("Ce que vous referiez, ou non"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Adresse d’une page ou d’un document"),
        required=False,
        assume_scheme="https",
    )


class MeetingForm(PlainForm):
    title = forms.CharField(label=gettext_lazy("Titre"), max_length=160)
    words = _long(gettext_lazy("Programme"))
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Commence le"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Finit le"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
    )
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Adresse de la visioconférence"), required=False, assume_scheme="https"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("La rencontre finit avant de commencer."))
        return data


class AnswerForm(PlainForm):
    words = _long(gettext_lazy("Votre réponse"))


class ReportForm(PlainForm):
    reason = forms.CharField(label=gettext_lazy("Ce qui ne va pas"), max_length=240)


FORMS: dict[str, type[PlainForm]] = {
    "experience": ExperienceForm,
    "question": QuestionForm,
    "meeting": MeetingForm,
}


def _form(kind: str) -> type[PlainForm]:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


@for_members
def all_posts(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    form = _form(kind)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.publish(kind=kind, actor=agent_of(request), **form.cleaned_data)
        messages.success(request, _("C’est publié dans le réseau."))
        return redirect("network_desk:post", kind, made.pk)
    found = Paginator(posts(kind), 30).get_page(request.GET.get("page"))
    context = {"page": found, "form": form, "kind": kind, "kind_label": Post.Kind(kind).label}
    return page(request, "posts", member, kind, **context)


def _found(kind: str, pk: int) -> Post:
    _form(kind)
    found = Post.objects.select_related("member").filter(kind=kind, pk=pk).first()
    # Hidden by the platform: only its own city still reads it, and why.
    if found is None or (found.hidden_at and not found.hidden_why):
        raise Http404
    return found


@for_members
def post(request: HttpRequest, member: Member, kind: str, pk: int) -> HttpResponse:
    found, asked = _found(kind, pk), request.POST.get("do", "")
    answer_form = AnswerForm(request.POST if asked == "answer" else None)
    report_form = ReportForm(request.POST if asked == "report" else None)
    try:
        if asked and _acted(request, found, asked, answer_form, report_form):
            leads = ("network_desk:posts", kind) if asked == "withdraw" else ()
            return redirect(*(leads or ("network_desk:post", kind, pk)))
    except Refused as refused:
        return refused_in_desk(request, refused.refusal)
    actor = agent_of(request)
    context = {
        "post": found,
        "kind": kind,
        "answers": found.answers.filter(hidden_at=None).select_related("member").order_by("at"),
        "coming": Registration.objects.filter(post=found),
        "is_coming": Registration.objects.filter(post=found, email=actor.email).exists(),
        "is_ours": found.member_id == member.pk,
        "may_withdraw": may_withdraw(actor, found.author_name, found.member) is None,
        "answer_form": answer_form,
        "report_form": report_form,
    }
    return page(request, "post", member, kind, **context)


def _acted(
    request: HttpRequest, found: Post, asked: str, answer: AnswerForm, report: ReportForm
) -> bool:
    """Do what the button asks; False when its form is to be shown again."""
    actor = agent_of(request)
    if asked == "answer" and answer.is_valid():
        actions.publish(kind="answer", parent=found, actor=actor, **answer.cleaned_data)
        messages.success(request, _("Votre réponse est publiée."))
    elif asked == "report" and report.is_valid():
        actions.report(post=found, actor=actor, **report.cleaned_data)
        messages.success(request, _("La plateforme va regarder cette publication."))
    elif asked == "register":
        actions.register(post=found, actor=actor)
        messages.success(request, _("Vous êtes inscrit à cette rencontre."))
    elif asked == "withdraw":
        actions.withdraw(post=found, actor=actor)
        messages.success(request, _("La publication est retirée."))
    else:
        return False
    return True


@for_members
def calendar(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The meeting as a file for any diary."""
    found = _found("meeting", pk)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Préau//FR",
        "BEGIN:VEVENT",
        f"UID:rencontre-{found.pk}@{request.get_host().split(':')[0]}",
        f"DTSTAMP:{_stamp(found.at)}",
        f"DTSTART:{_stamp(found.starts_at)}",
        f"DTEND:{_stamp(found.ends_at)}",
        f"SUMMARY:{_escaped(found.title)}",
        f"LOCATION:{_escaped(found.place or found.link)}",
        f"DESCRIPTION:{_escaped(found.words)}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    response = HttpResponse("\r\n".join(lines), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rencontre-{found.pk}.ics"'
    return response


def _stamp(moment: Any) -> str:
    return timezone.localtime(moment, UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r\n", "\n").replace("\n", "\\n")
