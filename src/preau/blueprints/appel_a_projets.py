"""Call for projects: applications until an hour, an examination, then grants and their follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.calls.setting import create_call
from preau.juries.setting import Line, create_jury
from preau.kernel import clock
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.questions.document import Document, Option, Question
from preau.ui.forms import EurosField, PlainForm

from .registry import Blueprint, NewProcess, Stage, Start

CODE = "appel_a_projets"


def questions() -> Document:
    """Three sections that most calls ask; who runs the call changes them before it opens."""
    return Document(
        (
            Question("projet", "section", _("Le projet")),
            Question("besoin", "long", _("À quel besoin répond-il\u00a0?"), required=True),
            Question("actions", "long", _("Que ferez-vous, et quand\u00a0?"), required=True),
            Question(
                "publics",
                "multiple",
                _("Pour qui\u00a0?"),
                required=True,
                options=(
                    Option("enfants", _("Enfants et adolescents")),
                    Option("adultes", _("Adultes")),
                    Option("aines", _("Aînés")),
                    Option("tous", _("Toute la population"), is_exclusive=True),
                ),
            ),
            Question(
                "lieu",
                "place",
                _("Où se passe-t-il\u00a0?"),
                _("Une adresse, ou un point sur la carte. Public avec la liste des dossiers."),
            ),
            Question("personnes", "number", _("Combien de personnes en profiteront\u00a0?")),
            Question("moyens", "section", _("Les moyens")),
            Question("equipe", "long", _("Qui mène le projet, bénévoles et salariés\u00a0?")),
            Question("partenaires", "long", _("Avec quels partenaires\u00a0?")),
            Question("suites", "section", _("Les effets et la suite")),
            Question("effets", "long", _("Comment saurez-vous que c’est réussi\u00a0?")),
            Question("apres", "long", _("Que devient le projet après l’aide\u00a0?")),
        )
    )


def conditions() -> list[dict[str, Any]]:
    """Who may apply at all."""
    other = _(
        "Écrivez à la personne qui pilote l’appel\u00a0: elle vous dira quelle aide convient."
    )
    return [
        {
            "question": _("Le projet se passe-t-il dans la commune\u00a0?"),
            "expects": True,
            "reason": _("L’appel aide les projets qui se passent dans la commune."),
            "remedy": _("Adressez-vous à la commune où il a lieu."),
        },
        {
            "question": _("Le porteur a-t-il un but lucratif\u00a0?"),
            "expects": False,
            "reason": _("L’appel n’aide pas les activités à but lucratif."),
            "remedy": other,
        },
        {
            "question": _("Le projet est-il déjà commencé\u00a0?"),
            "expects": False,
            "reason": _("L’appel aide des projets à venir, jamais des dépenses déjà faites."),
            "remedy": _("Proposez-en la suite, si elle se distingue de ce qui est fait."),
        },
    ]


def pieces() -> list[dict[str, Any]]:
    """The documents that most calls ask."""
    return [
        {"title": _("Statuts signés"), "help": ""},
        {"title": _("Relevé d’identité bancaire"), "help": _("Au nom du porteur.")},
        {
            "title": _("Attestation d’assurance"),
            "help": _("Responsabilité civile."),
            "expires": True,
        },
        {
            "title": _("Devis ou plan du projet"),
            "help": "",
            "is_required": False,
            "is_anonymous": True,
        },
    ]


def criteria() -> list[Line]:
    """The grid of a first jury: what most calls look at."""
    return [
        Line(
            _("Utilité pour les habitants"),
            _("Le besoin est réel, et le projet y répond."),
            weight=3,
            comment_under=2,
        ),
        Line(_("Qualité du projet"), _("Les actions sont précises, l’équipe peut les mener."), 2),
        Line(_("Budget"), _("Les dépenses sont justes, l’aide demandée est nécessaire."), 2),
        Line(_("Partenaires et suite"), _("D’autres s’engagent, quelque chose en restera."), 1),
    ]


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime,
    settings: Mapping[str, Any] | None = None,
    jury: tuple[datetime, datetime] | None = None,
    document: Document | None = None,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole call: process, its step, its questions, conditions and documents.

    ``settings`` are fields of ``Call``; with ``jury``, its members read and deliberate between
    these two moments, within the same envelope. Raises ``IntegrityError`` when the slug is taken or when
    it would close before it opens.
    """
    process = Process.objects.create(
        title=title,
        slug=slug,
        blueprint=CODE,
        summary=summary,
        presentation=presentation,
        contact_name=contact_name,
        contact_email=contact_email,
        state=Process.State.PUBLISHED if is_published else Process.State.DRAFT,
        published_at=clock.now() if is_published else None,
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="call",
        title=_("Dépôt des dossiers"),
        slug="dossiers",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    Requirement.objects.create(step=step, order=1, kind=Requirement.Kind.EMAIL)
    create_call(
        step=step,
        document=document or questions(),
        settings=settings or {},
        conditions=conditions(),
        pieces=pieces(),
    )
    if jury is not None:
        _add_jury(process, jury, (settings or {}).get("envelope_cents"))
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def _add_jury(
    process: Process, span: tuple[datetime, datetime], envelope_cents: int | None
) -> None:
    step = Step.objects.create(
        process=process,
        order=2,
        kind="jury",
        title=_("Choix du jury"),
        slug="jury",
        opens_at=span[0],
        closes_at=span[1],
    )
    rules = {"envelope_cents": envelope_cents}
    create_jury(step=step, settings=rules, lines=criteria(), actor=None)


def checklist(process: Process) -> list[Check]:
    """What a call must have before everyone sees it."""
    settings = reverse("desk:settings", args=[process.slug])
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), settings),
        Check(
            _("Une personne répond aux questions"),
            bool(process.contact_email),
            settings,
            blocking=False,
        ),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


class RulesForm(PlainForm):
    """The money; questions, conditions and documents are changed next."""

    envelope_cents = EurosField(label=gettext_lazy("Enveloppe en euros"), required=False)
    ceiling_cents = EurosField(
        label=gettext_lazy("Montant demandé au plus par dossier"), required=False
    )
    rate = forms.IntegerField(
        label=gettext_lazy("Part des dépenses que l’aide couvre au plus, en pour cent"),
        min_value=1,
        max_value=100,
        initial=80,
    )

    has_jury = forms.BooleanField(
        label=gettext_lazy("Un jury lit les dossiers avec une grille et accorde les montants"),
        required=False,
        initial=True,
    )

    def clean_ceiling_cents(self) -> int | None:
        return self.cleaned_data["ceiling_cents"] or None


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    if closes_at is None:
        raise ValueError("a call needs an end")
    jury = new.spans[1] if len(new.spans) > 1 and new.answers.get("has_jury") else None
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        settings={name: new.answers[name] for name in ("envelope_cents", "ceiling_cents", "rate")},
        jury=(jury[0], jury[1]) if jury is not None and jury[1] is not None else None,
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Appel à projets"),
    summary=gettext_lazy(
        "Des dossiers préparés à plusieurs, leur budget, leurs pièces, puis des aides suivies."
    ),
    create=create,
    checklist=checklist,
    start=Start(
        stages=(
            Stage(gettext_lazy("Dépôt des dossiers"), 45),
            Stage(gettext_lazy("Choix du jury"), 40, gap=7),
        ),
        create=_start,
        form=RulesForm,
    ),
)
