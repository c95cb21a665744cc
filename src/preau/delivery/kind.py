"""The delivery step: nobody votes any more; the city works and says where it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.kernel import clock
from preau.processes.kinds import Act, Now, NowState, StepKind
from preau.processes.models import Step, StepState

from .queries import Promises, promises


class DeliveryKind(StepKind):
    code = "delivery"
    label = gettext_lazy("Réalisation")
    noun = gettext_lazy("la réalisation")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        kept = promises(step.process, at.date())
        see = Act(_("Voir où en sont les projets"), self.public_url(step))
        figures = f"{done_in_words(kept)}."
        match step.state_at(at):
            case StepState.CLOSED:
                return Now(NowState.FINISHED, _("La réalisation est terminée"), figures, see)
            case StepState.OPEN:
                return Now(
                    NowState.BETWEEN,
                    _("Les services réalisent les projets lauréats"),
                    figures,
                    see,
                    until=step.closes_at,
                )
        return Now(
            NowState.BETWEEN,
            _("La réalisation n’a pas commencé"),
            _("Les projets lauréats entreront en étude à cette date."),
            until=step.opens_at,
        )

    def summary(self, step: Step) -> Any:
        if step.state is StepState.FUTURE:
            return ""
        kept = promises(step.process, clock.now().date())
        return done_in_words(kept)

    def public_url(self, step: Step) -> str:
        return reverse("delivery:process", args=[step.process.slug])

    def desk_url(self, step: Step) -> str:
        return reverse("delivery_desk:table", args=[step.process.slug])


def done_in_words(kept: Promises) -> str:
    """« 3 projets réalisés sur 12 »."""
    return ngettext(
        "%(done)s projet réalisé sur %(total)s",
        "%(done)s projets réalisés sur %(total)s",
        kept.done,
    ) % {"done": kept.done, "total": kept.total}
