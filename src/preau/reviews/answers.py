"""The public answer to an idea: its words, and what a good no must contain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.processes.models import Process
from preau.tenancy.scope import current_site

from .models import Decision, Motive, Verdict
from .readability import hints_of


@dataclass(frozen=True)
class PublicAnswer:
    """What everyone reads: the decision, why, by which rule, what remains, who to ask."""

    decision: Decision
    headline: str
    contact_name: str
    contact_email: str
    contact_phone: str


@dataclass(frozen=True)
class Lack:
    """Something a good answer has and this one has not. A blocking one cannot be sent."""

    code: str
    sentence: str
    is_blocking: bool = False


def authority() -> str:
    """Who speaks, at the head of a sentence: « La Ville »."""
    return str(capfirst(current_site().authority))


def signature_of(person: User | None) -> str:
    """The name under an answer: the person's service, else the authority."""
    for held in person.roles if person else []:
        if held.service is not None:
            return f"{held.service.name}, {authority()}"
    return authority()


def headline_of(decision: Decision) -> str:
    """The decision in one sentence."""
    who = {"who": authority()}
    match decision.verdict:
        case Verdict.RETAINED:
            return _("%(who)s retient cette idée pour le vote.") % who
        case Verdict.REFUSED:
            return _("%(who)s ne retient pas cette idée.") % who
        case Verdict.MERGED:
            target = decision.merged_into
            number = target.number if target is not None else "?"
            return _("%(who)s regroupe cette idée avec le n°\u00a0%(number)s.") % {
                **who,
                "number": number,
            }
        case Verdict.HANDED:
            return _("%(who)s transmet cette idée à la collectivité compétente\u00a0: %(to)s.") % {
                **who,
                "to": decision.handed_to or "?",
            }
    return _("%(who)s reprend l’analyse de cette idée.") % who


def public_answer(decision: Decision, process: Process) -> PublicAnswer:
    """The answer as shown on the page, in the mail and in the preview; saves nothing."""
    site = current_site()
    return PublicAnswer(
        decision=decision,
        headline=headline_of(decision),
        contact_name=process.contact_name,
        contact_email=process.contact_email or site.contact_email,
        contact_phone=site.contact_phone,
    )


def rule_of(motive: Motive | None, process: Process) -> str:
    """The article of the règlement that a motive leans on, quoted."""
    if motive is None or not motive.article:
        return ""
    article = process.article(motive.article)
    head = _("Article %(number)s du règlement") % {"number": motive.article}
    text = _text_of(article)
    return f"{head}\u00a0: {text}" if text else head


def _text_of(article: dict[str, Any] | None) -> str:
    if article is None:
        return ""
    return str(article.get("text") or article.get("title") or "").strip()


def lacks_of(answer: PublicAnswer, *, requires_cost: bool = False) -> list[Lack]:
    """What is missing before this answer can be sent, or sent without regret.

    A no must have its reason, its rule, what comes next and who to ask; a yes its cost when the
    règlement wants one; and no answer a sentence too long to be read.
    """
    decision = answer.decision
    found: list[Lack] = []
    if decision.verdict == Verdict.REFUSED:
        found += _lacks_of_a_no(answer)
    if decision.verdict == Verdict.RETAINED and requires_cost and decision.cost_cents is None:
        found.append(
            Lack(
                "cost",
                _("Donnez le coût étudié\u00a0: il figure sur le bulletin."),
                is_blocking=True,
            )
        )
    if decision.verdict == Verdict.HANDED:
        found += _lacks_of_a_handover(decision)
    if decision.verdict == Verdict.REOPENED and not decision.words:
        found.append(Lack("reason", _("Dites pourquoi la décision est reprise."), is_blocking=True))
    found += [Lack("hard_to_read", hint) for hint in hints_of(decision.words)]
    return found


def _lacks_of_a_handover(decision: Decision) -> list[Lack]:
    found = []
    if not decision.handed_to:
        found.append(Lack("authority", _("Nommez la collectivité qui reçoit l’idée."), True))
    if not decision.handed_contact:
        found.append(Lack("contact", _("Rien ne dit à qui s’adresser dans l’autre collectivité.")))
    return found


def _lacks_of_a_no(answer: PublicAnswer) -> list[Lack]:
    decision = answer.decision
    found = []
    if not (decision.reason or decision.words):
        found.append(Lack("reason", _("Choisissez un motif ou écrivez la raison."), True))
    if not decision.rule:
        found.append(Lack("rule", _("Aucun article du règlement n’est cité.")))
    if not decision.remedy:
        found.append(Lack("remedy", _("Rien ne dit ce qui reste possible.")))
    if not (answer.contact_email or answer.contact_phone):
        found.append(Lack("contact", _("Personne n’est indiqué pour répondre aux questions.")))
    return found
