"""The step « résultat » of a votation: from the closing to the proclamation, and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step

from .preparation import what_is_written
from .queries import OUTCOME, questions_of, votation_of
from .results import result_of


class OutcomeKind(StepKind):
    code = OUTCOME
    label = gettext_lazy("Résultat d’une votation")
    noun = gettext_lazy("le résultat")
    desk_label = gettext_lazy("Votation")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        votation = votation_of(step.process)
        if votation is None or votation.proclaimed_at is None:
            return Now(
                NowState.BETWEEN,
                _("Le dépouillement"),
                _("Les bulletins sont comptés à la clôture. Une personne vérifie, puis proclame."),
                until=step.opens_at,
            )
        return Now(
            NowState.FINISHED,
            _("Le résultat est proclamé"),
            self.summary(step),
            Act(_("Lire le résultat"), self.public_url(step)),
        )

    def summary(self, step: Step) -> Any:
        votation = votation_of(step.process)
        if votation is None or votation.proclaimed_at is None:
            return ""
        results = [result_of(one) for one in questions_of(votation)]
        return " ".join(result.headline for result in results if result is not None)

    def public_url(self, step: Step) -> str:
        return reverse("votations:results", args=[step.process.slug])

    def desk_url(self, step: Step) -> str:
        return reverse("votations_desk:home", args=[step.process.slug])

    def checklist(self, step: Step) -> list[Check]:
        return what_is_written(step.process)
