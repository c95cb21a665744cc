"""Completeness: an agent looks at the documents, and asks for what is missing until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.ui.words import day

from .actions import hold
from .hours import database_now
from .mails import Letter, tell
from .models import Application, MissingPiece, PieceKind
from .policies import may_see_desk


@transaction.atomic
def ask_piece(
    *, application: Application, kind: PieceKind, words: str, due_on: date, actor: User
) -> MissingPiece | Refusal:
    """Ask the people of an application for one document, by mail, until the end of a day."""
    held = hold(application)
    demand(may_see_desk(actor, held.call))
    refusal = _may_ask(held, kind, due_on)
    if refusal is not None:
        return refusal
    at = database_now()
    asked = MissingPiece.objects.create(
        application=held, kind=kind, words=words, due_on=due_on, asked_at=at
    )
    held.completeness, held.checked_at = Application.Completeness.MISSING, at
    held.save(update_fields=["completeness", "checked_at"])
    _record(held, actor, "asked_missing_piece", piece=kind.title, due_on=due_on.isoformat())
    tell(
        application=held,
        letter=Letter(
            "missing_piece",
            _("Une pièce manque à votre dossier"),
            [
                _("«\u00a0%(piece)s\u00a0» est attendue pour le dossier «\u00a0%(title)s\u00a0».")
                % {"piece": kind.title, "title": held.title},
                words,
                _("Donnez-la avant la fin du %(day)s.") % {"day": day(due_on, with_year=True)},
            ],
            _("Joindre la pièce"),
            held.url("section", "pieces"),
        ),
    )
    return asked


def _may_ask(held: Application, kind: PieceKind, due_on: date) -> Refusal | None:
    if held.state != Application.State.SENT:
        return Refusal("not_sent", _("Ce dossier n’est pas déposé."))
    if due_on < timezone.localdate(database_now()):
        return Refusal("past_day", _("Ce jour est passé."), remedy=_("Donnez une date à venir."))
    if held.missing.filter(kind=kind, given_at=None).exists():
        return Refusal(
            "asked_already",
            _("Cette pièce est déjà demandée."),
            remedy=_("Attendez la réponse, ou déclarez le dossier incomplet."),
        )
    return None


def _record(held: Application, actor: User, verb: str, **data: Any) -> None:
    record(actor=actor, verb=verb, subject=held, process_id=held.call.step.process_id, **data)


@transaction.atomic
def judge_completeness(*, application: Application, verdict: str, actor: User) -> Refusal | None:
    """Say that an application is complete, or that it stays incomplete."""
    held = hold(application)
    demand(may_see_desk(actor, held.call))
    if held.state != Application.State.SENT:
        return Refusal("not_sent", _("Ce dossier n’est pas déposé."))
    if verdict == Application.Completeness.REJECTED:
        late = held.missing.filter(given_at=None, due_on__gte=timezone.localdate(database_now()))
        if late.exists():
            return Refusal(
                "still_due",
                _("Une pièce peut encore être donnée."),
                remedy=_("Attendez la fin du délai que vous avez donné."),
            )
    held.completeness, held.checked_at = verdict, database_now()
    held.save(update_fields=["completeness", "checked_at"])
    _record(held, actor, "checked_application", verdict=verdict)
    return None
