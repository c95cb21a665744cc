"""The step in which the services study the ideas and the authority answers each one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.processes.kinds import Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.proposals.models import Proposal, Status

from .queries import WAITING, placements_by_status

#: Placements in the review that were answered otherwise than by « retenue ».
OTHER_ANSWERS = (Status.REFUSED, Status.MERGED, Status.SPLIT, Status.HANDED)


class ReviewKind(StepKind):
    code = "review"
    label = gettext_lazy("Analyse par les services")
    noun = gettext_lazy("l’analyse")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        match step.state_at(at):
            case StepState.FUTURE:
                return Now(
                    NowState.BETWEEN,
                    _("Bientôt\u00a0: l’analyse des idées"),
                    _("Les services étudieront chaque idée et répondront à chacune."),
                    until=step.opens_at,
                )
            case StepState.OPEN:
                return Now(
                    NowState.BETWEEN,
                    _("En ce moment\u00a0: l’analyse"),
                    _("Les services étudient les idées. Chaque idée reçoit une réponse motivée."),
                    until=step.closes_at,
                    who=_("Les services de la collectivité travaillent."),
                )
        return Now(
            NowState.FINISHED,
            _("L’analyse est terminée"),
            self.summary(step) or _("Les réponses sont publiées sur la page de chaque idée."),
        )

    def summary(self, step: Step) -> Any:
        """« 129 projets retenus, 158 réponses motivées », or nothing before the first answer."""
        by_status = placements_by_status(step)
        retained = by_status.get(Status.RETAINED, 0)
        others = sum(by_status.get(status, 0) for status in OTHER_ANSWERS)
        if not retained + others:
            return step.summary
        return ", ".join(
            [
                ngettext("%(n)s projet retenu", "%(n)s projets retenus", retained)
                % {"n": retained},
                ngettext("%(n)s réponse motivée", "%(n)s réponses motivées", others)
                % {"n": others},
            ]
        )

    def desk_url(self, step: Step) -> str:
        return reverse("proposals_desk:table", args=[step.process.slug])

    def settings_url(self, step: Step) -> str:
        return reverse("reviews_desk:rounds", args=[step.process.slug])

    def affected(self, step: Step) -> list[Any]:
        waiting = Proposal.objects.visible().of(step.process).filter(status__in=WAITING).count()
        if not waiting:
            return []
        return [
            ngettext(
                "%(n)s idée attend une réponse.", "%(n)s idées attendent une réponse.", waiting
            )
            % {"n": waiting}
        ]

    def checklist(self, step: Step) -> list[Check]:
        return [
            Check(_("Les motifs de refus sont écrits"), step.process.motives.exists()),
            Check(_("Les critères du règlement sont posés"), step.criteria.exists()),
        ]
