"""A response found again on another device: its six signs, and the link by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email
from preau.tenancy.locks import take_turn

from .keys import code_hash, keyed
from .models import Response, ResumeTry

CODE_LENGTH = 6
#: Wrong codes allowed in an hour: of one visitor, of the whole site.
MOST_TRIES = 10
MOST_TRIES_SITE = 300
#: Links mailed for one response.
MOST_MAILS = 5


@transaction.atomic
def give_code(*, response: Response) -> str:
    """A new code for this draft; the one before stops working. Kept hashed only."""
    code = new_code(CODE_LENGTH)
    while Response.objects.filter(code_hash=code_hash(code)).exists():
        code = new_code(CODE_LENGTH)
    response.code_hash = code_hash(code)
    response.save(update_fields=["code_hash"])
    return code


@transaction.atomic
def mail_code(*, response: Response, code: str, email: str, url: str) -> Refusal | None:
    """Send the link to ``email``; at most ``MOST_MAILS`` for one response."""
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.mails >= MOST_MAILS:
        return Refusal(
            "too_many_mails",
            _("Ce lien a déjà été envoyé plusieurs fois."),
            remedy=_("Notez le code\u00a0: il suffit pour reprendre."),
        )
    send_email(
        to=email,
        kind="survey_resume",
        subject=_("Reprendre votre questionnaire avec le code %(code)s") % {"code": code},
        template="surveys/mail/resume",
        context={"survey": response.survey, "code": code, "url": url},
    )
    held.mails += 1
    held.save(update_fields=["mails"])
    return None


@transaction.atomic
def resume_response(*, code: str, visitor: str) -> Response | Refusal:
    """The draft of that code, from now on this device's; or why not.

    After too many wrong codes none is looked at any more, right or wrong.
    """
    at = clock.now()
    origin = keyed("try", visitor)
    refusal = _refusal_by_tries(origin, at)
    if refusal is not None:
        return refusal
    found = Response.objects.select_related("survey__step__process", "survey__form", "form").filter(
        code_hash=code_hash(code), sent_at=None, saved_at__gt=at - Response.LIFETIME
    )
    response = found.first() if tidy_code(code) else None
    if response is None:
        ResumeTry.objects.filter(at__lt=at - timedelta(days=1)).delete()
        ResumeTry.objects.create(origin=origin, at=at)
        return Refusal(
            "wrong_code",
            _("Aucun questionnaire commencé ne porte ce code."),
            remedy=_("Relisez les six signes. Un code sert trente jours, le dernier donné compte."),
        )
    response.visitor = visitor
    response.save(update_fields=["visitor"])
    return response


def _refusal_by_tries(origin: str, at: datetime) -> Refusal | None:
    take_turn("try_survey_code", origin)
    recent = ResumeTry.objects.filter(at__gt=at - timedelta(hours=1))
    if recent.filter(origin=origin).count() < MOST_TRIES and recent.count() < MOST_TRIES_SITE:
        return None
    return Refusal(
        "too_many_tries",
        _("Trop de codes ont été essayés."),
        remedy=_("Attendez une heure, ou servez-vous du lien reçu par e-mail."),
    )
