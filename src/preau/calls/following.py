"""After the decision: agreement, instalments, reports owed, the project delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.proposals.actions import set_status
from preau.proposals.models import Status
from preau.questions.files import keep_upload
from preau.ui.words import day, money

from .actions import hold, note
from .hours import database_now
from .mails import Letter, tell
from .models import Agreement, Application, Editor, Instalment, Report
from .policies import editor_of, may_set


def _record(application: Application, actor: User, verb: str, **data: Any) -> None:
    process_id = application.call.step.process_id
    record(actor=actor, verb=verb, subject=application, process_id=process_id, **data)


@transaction.atomic
def write_agreement(
    *,
    application: Application,
    said: Mapping[str, Any],
    upload: UploadedFile[Any] | None,
    actor: User,
) -> Agreement | Refusal:
    """The agreement of a project: amount, act, day, document."""
    held = hold(application)
    demand(may_set(actor, held.call))
    if held.state != Application.State.SENT or held.proposal is None:
        return Refusal("not_sent", _("Ce dossier n’est pas déposé."))
    one = Agreement.objects.filter(application=held).first() or Agreement(application=held)
    planned = planned_cents(one) if one.pk else 0
    if said["amount_cents"] < planned:
        return Refusal(
            "less_than_planned",
            _("Les versements prévus font %(sum)s, plus que ce montant.") % {"sum": money(planned)},
            remedy=_("Réduisez d’abord les versements."),
        )
    one.amount_cents = said["amount_cents"]
    one.reference, one.signed_on = said["reference"], said["signed_on"]
    if upload is not None:
        one.file = keep_upload(upload=upload, person=actor, visitor="")
    one.save()
    _record(held, actor, "wrote_agreement", amount=one.amount_cents)
    return one


def planned_cents(agreement: Agreement, *, without: Instalment | None = None) -> int:
    """The sum of the instalments, ``without`` left out."""
    others = agreement.instalments.exclude(pk=without.pk if without else 0)
    return int(others.aggregate(sum=Sum("amount_cents"))["sum"] or 0)


@transaction.atomic
def write_instalment(
    *,
    agreement: Agreement,
    instalment: Instalment | None,
    said: Mapping[str, Any],
    actor: User,
) -> Instalment | Refusal:
    """Plan an instalment or say that it is paid; together they never pass the amount."""
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    demand(may_set(actor, agreement.application.call))
    left = held.amount_cents - planned_cents(held, without=instalment)
    if said["amount_cents"] > left:
        return Refusal(
            "over_the_amount",
            _("Il reste %(left)s à répartir sur les %(amount)s accordés.")
            % {"left": money(left), "amount": money(held.amount_cents)},
            rule=_("Les versements ne dépassent pas le montant de la convention."),
            remedy=_("Réduisez ce versement ou un autre."),
        )
    one = instalment or Instalment(agreement=held)
    was_paid = one.paid_on is not None
    for name in ("amount_cents", "condition", "planned_on", "paid_on"):
        setattr(one, name, said[name])
    one.save()
    application = agreement.application
    _record(application, actor, "planned_instalment", amount=one.amount_cents)
    if one.paid_on is not None and not was_paid:
        _tell_paid(application, one)
    return one


def _tell_paid(application: Application, one: Instalment) -> None:
    if one.paid_on is None:
        return
    tell(
        application=application,
        letter=Letter(
            "instalment_paid",
            _("Un versement est fait pour «\u00a0%(title)s\u00a0»") % {"title": application.title},
            [
                _("%(amount)s, versés le %(day)s\u00a0: %(condition)s.")
                % {
                    "amount": money(one.amount_cents),
                    "day": day(one.paid_on, with_year=True),
                    "condition": one.condition,
                }
            ],
            _("Voir le suivi"),
            application.url("following"),
        ),
    )


@transaction.atomic
def ask_report(*, agreement: Agreement, title: str, due_on: date, actor: User) -> Report:
    """A report that the project owes on a day; its people are reminded."""
    demand(may_set(actor, agreement.application.call))
    one = Report.objects.create(agreement=agreement, title=title, due_on=due_on)
    _record(agreement.application, actor, "asked_report", due_on=due_on.isoformat())
    return one


@transaction.atomic
def give_report(
    *, report: Report, words: str, upload: UploadedFile[Any] | None, person: User
) -> Refusal | None:
    """Hand a report in; late is better than never, and it can be corrected."""
    application = report.agreement.application
    editor = editor_of(person, application)
    if editor is None or editor.role == Editor.Role.READER:
        return Refusal(
            "not_yours",
            _("Seules les personnes qui écrivent le dossier rendent ses bilans."),
            remedy=_("Prévenez la personne responsable du dossier."),
        )
    report.words, report.received_at = words, database_now()
    if upload is not None:
        report.file = keep_upload(upload=upload, person=person, visitor="")
    report.save()
    note(
        application=application,
        who=person,
        words=_("a rendu «\u00a0%(title)s\u00a0»") % {"title": report.title},
    )
    record(
        actor=person,
        verb="gave_report",
        subject=application,
        process_id=application.call.step.process_id,
    )
    return None


@transaction.atomic
def say_delivered(*, agreement: Agreement, on: date, sentence: str, actor: User) -> None:
    """The project is there: its proposal says so, on its page, in the list and on the map."""
    application = agreement.application
    demand(may_set(actor, application.call))
    agreement.delivered_on = on
    agreement.save(update_fields=["delivered_on"])
    if application.proposal is not None:
        set_status(
            proposal=application.proposal,
            status=Status.DONE,
            actor=actor,
            sentence=sentence,
            step=application.call.step,
        )
    _record(application, actor, "delivered_project", on=on.isoformat())
