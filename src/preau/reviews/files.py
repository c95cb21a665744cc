"""Files of a review: one line for each service asked, and the decisions alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.sheets import euros
from preau.proposals.desk.files import ExportFile
from preau.proposals.desk.selection import Selection
from preau.proposals.models import Proposal

from .answers import headline_of
from .extra import cells_of, heads_of, questions_of
from .models import Decision, Opinion, Round

CHUNK = 200
#: Rounds whose own questions are read beside a decision.
ROUNDS = (Round.Kind.ADMISSIBILITY, Round.Kind.SECOND_READING)
_HEAVY = ("search", "search_key", "finding", "idea", "audience")


def _about() -> list[str]:
    return [_("Numéro"), _("Titre")]


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def opinion_heads(selection: Selection, people: bool) -> list[str]:
    """First row: what was asked, what was answered, then who signed when people are named."""
    heads = [
        *_about(),
        _("Service"),
        _("Statut de l’idée"),
        _("Quartier"),
        _("Thème"),
        _("État de l’avis"),
        _("Question"),
        _("Demandé le"),
        _("Attendu pour le"),
        _("Signé le"),
        _("Avis"),
        _("En quelques mots"),
        _("Investissement, au moins (€)"),
        _("Investissement, au plus (€)"),
        _("Fonctionnement par an (€)"),
        _("Payé par"),
        _("Délai en mois, au moins"),
        _("Délai en mois, au plus"),
        _("Risques"),
        _("Motif de la clôture"),
    ]
    heads += heads_of(questions_of(selection.process))
    return [*heads, _("Demandé par"), _("Signé par")] if people else heads


def opinion_rows(selection: Selection, people: bool) -> Iterator[list[Any]]:
    """One row per idea and service, handed over and withdrawn requests included."""
    ideas = selection.proposals().order_by().values("pk")
    found = (
        Opinion.objects.filter(proposal__in=ideas)
        .select_related("proposal__zone", "proposal__theme", "service", "joint_of__service")
        .select_related("transferred_to__service")
        .defer(*(f"proposal__{name}" for name in _HEAVY), "proposal__zone__polygon")
        .order_by("proposal__number", F("service__sort_key"), "pk")
    )
    questions = questions_of(selection.process)
    for one in found.iterator(chunk_size=CHUNK):
        cells = [*_opinion(one), *cells_of(questions, one.answer.extra)]
        yield [*cells, one.asked_by_name, one.signed_by_name] if people else cells


def _opinion(one: Opinion) -> list[Any]:
    said, idea = one.answer, one.proposal
    return [
        idea.number,
        idea.title,
        one.service.name,
        idea.get_status_display(),
        idea.zone.name if idea.zone else _("Toute la ville"),
        idea.theme.name if idea.theme else "",
        _state(one),
        one.question,
        _day(timezone.localtime(one.asked_at)),
        _day(one.due_on),
        _day(timezone.localtime(one.signed_at)) if one.signed_at else "",
        said.get_stance_display() if said.stance else "",
        said.words,
        euros(said.cost_low_cents),
        euros(said.cost_high_cents),
        euros(said.running_cents),
        said.get_running_by_display() if said.running_by else "",
        said.delay_low_months,
        said.delay_high_months,
        said.risks,
        one.closed_why,
    ]


def _state(one: Opinion) -> str:
    if one.transferred_to is not None:
        return _("Transmis à %(service)s") % {"service": one.transferred_to.service.name}
    if one.closed_at is not None:
        return _("Retiré")
    if one.signed_at is None:
        return _("Attendu")
    if one.joint_of is not None:
        return _("Signé avec %(service)s") % {"service": one.joint_of.service.name}
    return _("Signé")


def decision_heads(selection: Selection, people: bool) -> list[str]:
    """First row: the answer as everyone reads it."""
    heads = [
        *_about(),
        _("Quartier"),
        _("Thème"),
        _("Décision"),
        _("Motif"),
        _("Article"),
        _("Réponse"),
        _("Règle"),
        _("Ce qui reste possible"),
        _("Coût étudié (€)"),
        _("Regroupée avec"),
        _("Transmise à"),
        _("Contact de cette collectivité"),
        _("Signature"),
        _("Décidée le"),
        _("Seconde lecture"),
        _("Mots du comité"),
    ]
    for kind in ROUNDS:
        heads += heads_of(questions_of(selection.process, kind))
    return [*heads, _("Décidée par")] if people else heads


def decision_rows(selection: Selection, people: bool) -> Iterator[list[Any]]:
    """The decisions in force, one per idea that has one."""
    ideas = selection.proposals().order_by().values("pk")
    found = (
        Decision.objects.current()
        .filter(proposal__in=ideas)
        .select_related("proposal__zone", "proposal__theme", "motive", "merged_into")
        .defer(*(f"proposal__{name}" for name in _HEAVY), "proposal__zone__polygon")
        .prefetch_related("proposal__examinations", "second_reading")
        .order_by("proposal__number", "pk")
    )
    first, second = (questions_of(selection.process, kind) for kind in ROUNDS)
    for one in found.iterator(chunk_size=CHUNK):
        examined = next(iter(one.proposal.examinations.all()), None)
        reading = getattr(one, "second_reading", None)
        cells = [
            *_decision(one, one.proposal),
            reading.get_stance_display() if reading else "",
            reading.words if reading else "",
            *cells_of(first, examined.extra if examined else {}),
            *cells_of(second, reading.extra if reading else {}),
        ]
        yield [*cells, one.decided_by_name] if people else cells


def _decision(one: Decision, idea: Proposal) -> list[Any]:
    words = [headline_of(one), one.reason, one.words]
    return [
        idea.number,
        idea.title,
        idea.zone.name if idea.zone else _("Toute la ville"),
        idea.theme.name if idea.theme else "",
        one.get_verdict_display(),
        one.motive.label if one.motive else "",
        one.motive.article if one.motive else "",
        " ".join(part for part in words if part),
        one.rule,
        one.remedy,
        euros(one.cost_cents),
        one.merged_into.number if one.merged_into else "",
        one.handed_to,
        one.handed_contact,
        one.signed_by,
        _day(timezone.localtime(one.at)),
    ]


OPINIONS = ExportFile(
    code="avis",
    label=gettext_lazy("Les avis des services"),
    hint=gettext_lazy(
        "Une ligne par idée et par service\u00a0: la demande, la réponse, les coûts."
    ),
    name="avis",
    order=2,
    heads=opinion_heads,
    rows=opinion_rows,
    titled=3,
)
DECISIONS = ExportFile(
    code="decisions",
    label=gettext_lazy("Les décisions"),
    hint=gettext_lazy("Une ligne par décision en vigueur, avec les mots que tout le monde lit."),
    name="decisions",
    order=3,
    heads=decision_heads,
    rows=decision_rows,
)
