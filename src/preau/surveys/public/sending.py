"""Reading again, sending, the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.visitors import visitor_token
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements
from preau.questions.answers import in_words
from preau.questions.document import Question
from preau.questions.flow import asked, first_waiting, ready

from ..actions import Sent, send_response
from ..models import Response, Survey
from ..queries import response_of_receipt
from .access import load_draft, load_survey, refusal_at_door
from .forms import EmailForm
from .later import forget_codes
from .runner import where_to_go_on

#: Copies sent of one response.
MOST_COPIES = 3


@dataclass(frozen=True)
class Line:
    """An answer to read again."""

    title: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    """The answers of a section."""

    title: str
    lines: list[Line]


def grouped(response: Response, *, with_links: bool) -> list[Group]:
    """What was answered, in words, section by section."""
    document = response.form.document
    found: list[Group] = []
    current: Question | None = None
    for one in asked(response.form, response.answers):
        section = document.section_of.get(one.id)
        if not found or section is not current:
            found.append(Group(section.title if section else "", []))
        current = section
        url = f"{response.survey.url('question', one.id)}?relire=1" if with_links else ""
        title = ready(one, response.form, response.answers).title
        found[-1].lines.append(Line(title, in_words(one, response.answers), url))
    return found


@never_cache
def review(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """All answers on one page, each with its way back; then the one button that sends."""
    survey, draft = load_draft(request, process, step)
    if draft is None:
        return redirect(survey.url("start"))
    refusal = refusal_at_door(request, survey)
    if refusal is not None:
        return refused(request, refusal)
    if first_waiting(draft.form, draft.answers) is not None:
        return redirect(where_to_go_on(draft))
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "draft": draft,
        "groups": grouped(draft, with_links=True),
        "needs_identity": _must_say_who(request, survey),
    }
    return render(request, "surveys/run/review.html", context)


def _must_say_who(request: HttpRequest, survey: Survey) -> bool:
    is_anonymous = survey.identity == Survey.Identity.ANONYMOUS
    return not is_anonymous and bool(missing_requirements(survey.step, request.user))


@require_POST
def send(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Send, once; what must be known of the person is asked first, then this page comes back."""
    survey, draft = load_draft(request, process, step)
    if draft is None:
        return redirect(survey.url("start"))
    if _must_say_who(request, survey):
        return redirect(identity_url(survey.step, survey.url("review")))
    refusal = refusal_at_door(request, survey)
    if refusal is not None:
        return refused(request, refusal)
    sent = send_response(response=draft, person=request.user, visitor=visitor_token(request))
    if isinstance(sent, Refusal):
        return refused(request, sent)
    if isinstance(sent, Sent):
        forget_codes(request)
        return redirect(survey.url("receipt", sent.receipt))
    messages.error(request, _("Une réponse est à corriger avant d’envoyer."))
    return redirect(survey.url("question", next(iter(sent))))


@never_cache
def receipt(request: HttpRequest, process: str, step: str, receipt: str) -> HttpResponse:
    """Thanks, what was sent, and a copy by mail for who wants one."""
    survey = load_survey(request, process, step)
    response = response_of_receipt(survey, receipt)
    form = EmailForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        sent_to = form.cleaned_data["email"]
        if response.mails >= MOST_COPIES:
            form.add_error("email", _("Cette copie a déjà été envoyée plusieurs fois."))
            sent_to = ""
        else:
            _mail_copy(survey, response, sent_to)
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "response": response,
        "receipt": receipt,
        "groups": grouped(response, with_links=False),
        "form": form,
        "sent_to": sent_to,
    }
    return render(request, "surveys/run/receipt.html", context)


def _mail_copy(survey: Survey, response: Response, email: str) -> None:
    context: dict[str, Any] = {
        "survey": survey,
        "process": survey.step.process,
        "groups": grouped(response, with_links=False),
    }
    send_email(
        to=email,
        kind="survey_copy",
        subject=_("Vos réponses\u00a0: %(title)s") % {"title": survey.step.process.title},
        template="surveys/mail/copy",
        context=context,
    )
    Response.objects.filter(pk=response.pk).update(mails=response.mails + 1)
