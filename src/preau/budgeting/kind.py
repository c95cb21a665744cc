"""The results step: from the closing of the vote to the proclamation, and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.processes.kinds import Act, Now, NowState, StepKind
from preau.processes.models import Step

from .models import Edition, Winner


class ResultsKind(StepKind):
    code = "results"
    label = gettext_lazy("Résultats")
    noun = gettext_lazy("les résultats")
    desk_label = gettext_lazy("Vote et résultats")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        edition = Edition.objects.filter(process=step.process).first()
        if edition is not None and edition.proclaimed_at is not None:
            return Now(
                NowState.FINISHED,
                _("Les résultats sont proclamés"),
                self.summary(step),
                Act(_("Voir les résultats"), self.public_url(step)),
            )
        return Now(
            NowState.BETWEEN,
            _("Le dépouillement"),
            _("La Ville vérifie les comptes, puis proclame les résultats."),
            until=step.opens_at,
        )

    def summary(self, step: Step) -> Any:
        count = Winner.objects.filter(edition__process=step.process).count()
        if not count:
            return ""
        return ngettext("%(count)s projet lauréat", "%(count)s projets lauréats", count) % {
            "count": count
        }

    def public_url(self, step: Step) -> str:
        return reverse("budgeting:results", args=[step.process.slug])

    def desk_url(self, step: Step) -> str:
        return reverse("budgeting_desk:edition", args=[step.process.slug])
