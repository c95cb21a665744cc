"""The papers of a jury: minutes, letters, report; in French whatever the language of who asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, moment, money

from ..figures import Line, ranking
from ..models import Conflict, Deliberation, Grant, Jury
from ..queries import granted_cents, members_of
from ..report import Report, decimal
from .tables import report_tables

_HERE = Path(__file__).parent


def minutes_pdf(jury: Jury, held: Deliberation) -> bytes:
    """Who was there, who was out for what, each decision with its amount and its reason."""
    with translation.override("fr"):
        return compile_pdf((_HERE / "minutes.typ").read_bytes(), minutes_facts(jury, held))


def minutes_facts(jury: Jury, held: Deliberation) -> dict[str, Any]:
    """What the minutes say, already in words."""
    lines = [line for line in ranking(jury) if line.grant is not None]
    members = members_of(jury)
    grants = [line.grant for line in lines if line.grant]
    given = granted_cents(grants)
    return {
        "city": current_site().name,
        "title": jury.step.process.title,
        "opened": moment(held.opened_at),
        "closed": moment(held.closed_at) if held.closed_at else "",
        "place": held.place,
        "president": held.closed_by_name,
        "present": [_titled(one) for one in members if one.is_present],
        "away": [one.name for one in members if not one.is_present],
        "conflicts": [
            _("%(name)s, dossier n°\u00a0%(number)s")
            % {"name": one.juror.name, "number": one.proposal.number}
            for one in Conflict.objects.filter(juror__jury=jury).select_related("juror", "proposal")
        ],
        "envelope": money(jury.envelope_cents or 0),
        "given": money(given),
        "left": money((jury.envelope_cents or 0) - given),
        "notes": held.notes,
        "groups": [
            {
                "name": str(decision.label),
                "rows": [
                    _row(line) for line in lines if line.grant and line.grant.decision == decision
                ],
            }
            for decision in Grant.Decision
        ],
    }


def _titled(member: Any) -> str:
    return (
        f"{member.name} ({member.get_role_display().lower()})"
        if member.is_president
        else member.name
    )


def _row(line: Line) -> dict[str, str]:
    grant = line.grant
    assert grant is not None  # only decided lines are written
    said = [grant.reason, grant.tie_reason and _("Égalité\u00a0: ") + grant.tie_reason]
    if grant.out_of_room:
        said.append(_("Hors de la salle\u00a0: ") + ", ".join(grant.out_of_room))
    return {
        "number": str(line.proposal.number),
        "title": line.proposal.title,
        "who": line.proposal.author_name,
        "mean": decimal(grant.mean),
        "asked": money(line.asked_cents) if line.asked_cents is not None else "",
        "amount": money(grant.amount_cents) if grant.amount_cents else "",
        "said": "\n".join(each for each in said if each),
    }


def letter_pdf(grant: Grant) -> bytes:
    """The letter to who applied."""
    with translation.override("fr"):
        return compile_pdf((_HERE / "letter.typ").read_bytes(), letter_facts(grant))


def letter_facts(grant: Grant) -> dict[str, Any]:
    """What the letter says: the decision, the amount, the reason, and how to contest it."""
    site, proposal = current_site(), grant.proposal
    process = grant.jury.step.process
    return {
        "city": site.name,
        "contact": " · ".join(part for part in (site.contact_email, site.contact_phone) if part),
        "to": proposal.author_name,
        "on": day(timezone.localtime(grant.told_at or clock.now()), with_year=True),
        "title": process.title,
        "number": str(proposal.number),
        "project": proposal.title,
        "decision": str(grant.get_decision_display()),
        "paragraphs": decision_words(grant),
        "reason": grant.reason,
        "remedy": _(
            "Cette décision peut être contestée dans les deux mois de sa réception\u00a0: par un "
            "recours gracieux adressé à la collectivité, ou devant le tribunal administratif."
        ),
        "signed": _("Pour le jury, %(name)s") % {"name": grant.jury.deliberation.closed_by_name},
    }


def decision_words(grant: Grant) -> list[str]:
    """The decision in sentences, the same in the letter and in the mail."""
    decision = Grant.Decision
    if grant.decision == decision.RETAINED:
        return [
            _("Le jury a retenu votre dossier."),
            _("Le montant accordé est de %(amount)s.") % {"amount": money(grant.amount_cents)},
            _("Une convention vous sera proposée\u00a0: elle dit quand cette somme est versée."),
        ]
    if grant.decision == decision.RESERVE:
        return [
            _("Le jury a inscrit votre dossier sur la liste complémentaire."),
            _("Il sera financé si un dossier retenu y renonce. Nous vous écrirons alors."),
        ]
    return [_("Le jury n’a pas retenu votre dossier.")]


def report_pdf(report: Report) -> bytes:
    """The report as an accessible paper."""
    with translation.override("fr"):
        facts = {
            "city": current_site().name,
            "title": report.jury.step.process.title,
            "made": moment(clock.now()),
            **report_tables(report),
        }
        return compile_pdf((_HERE / "report.typ").read_bytes(), facts)
