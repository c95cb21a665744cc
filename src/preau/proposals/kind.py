"""The step in which ideas are deposited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person, User
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.processes.requirements import refusal_by_requirements
from preau.ui.words import number

from .models import CollectionSettings, Draft, Proposal
from .policies import KIND

#: Minutes that a careful deposit takes, told before starting.
MINUTES = 8


class Collection(StepKind):
    code = KIND
    label = gettext_lazy("Dépôt d’idées")
    noun = gettext_lazy("le dépôt des idées")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        """What may be done in ``step`` by ``person`` at ``at``."""
        slug = step.process.slug
        see = Act(_("Voir les idées"), reverse("proposals:list", args=[slug]))
        state = step.state_at(at)
        if state is StepState.FUTURE:
            return Now(
                NowState.BETWEEN,
                _("Bientôt : le dépôt des idées"),
                _("Préparez votre idée : elle pourra être déposée dès l’ouverture."),
                until=step.opens_at,
            )
        if state is StepState.CLOSED:
            return Now(
                NowState.FINISHED,
                _("Le dépôt est terminé"),
                self.summary(step),
                act=see,
            )
        refusal = refusal_by_requirements(step, person, at)
        if refusal is not None:
            return Now(
                NowState.REFUSED,
                _("En ce moment : le dépôt des idées"),
                f"{refusal.reason} {refusal.remedy}".strip(),
                act=see,
                until=step.closes_at,
            )
        return self._open(step, person, see)

    def _open(self, step: Step, person: Person, see: Act) -> Now:
        start = reverse("proposals:start", args=[step.process.slug])
        mine = _last_of(person, step)
        if mine is not None:
            return Now(
                NowState.DONE,
                _("Votre idée n° %(number)s est déposée") % {"number": mine.number},
                _("« %(title)s ». Vous pouvez la modifier jusqu’à la fin du dépôt.")
                % {"title": mine.title},
                act=Act(_("Voir mon idée"), mine.get_absolute_url()),
                until=step.closes_at,
                second_act=Act(_("Déposer une autre idée"), start),
            )
        return Now(
            NowState.OPEN,
            _("En ce moment : le dépôt des idées"),
            _("Proposez une idée pour votre quartier ou pour toute la commune."),
            act=Act(_("Déposer une idée"), start),
            until=step.closes_at,
            who=_("Toute personne peut déposer, sans créer de compte."),
            minutes=MINUTES,
            second_act=see,
        )

    def summary(self, step: Step) -> str:
        """« 142 idées déposées »; nothing before the step opens."""
        count = Proposal.objects.visible().filter(placements__step=step).count()
        if not count:
            return step.summary
        return ngettext("%(count)s idée déposée", "%(count)s idées déposées", count) % {
            "count": number(count)
        }

    def public_url(self, step: Step) -> str:
        return reverse("proposals:list", args=[step.process.slug])

    def affected(self, step: Step) -> list[str]:
        drafts = Draft.objects.filter(step=step, proposal=None).count()
        lines = [str(self.summary(step))]
        if drafts:
            words = ngettext(
                "%(count)s brouillon en cours", "%(count)s brouillons en cours", drafts
            )
            lines.append(words % {"count": number(drafts)})
        return [line for line in lines if line]

    def checklist(self, step: Step) -> list[Check]:
        settings = CollectionSettings.objects.filter(step=step).first()
        criteria: list[Any] = settings.criteria if settings else []
        return [
            Check(_("Les dates du dépôt sont fixées"), step.opens_at is not None),
            Check(_("Les critères sont écrits en questions"), bool(criteria)),
        ]


def _last_of(person: Person, step: Step) -> Proposal | None:
    """The last idea that this person deposited in the step."""
    if not isinstance(person, User):
        return None
    proposals = Proposal.objects.visible().filter(author=person, placements__step=step)
    last = proposals.order_by("-submitted_at").first()
    if last is not None:
        last.process = step.process
    return last
