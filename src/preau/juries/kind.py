"""The step kind « jury »: what its Now box says, to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.ui.words import money, number

from .models import Grant
from .queries import deliberation_of, granted_cents, grid_of, juror_of, jury_of, members_of


class JuryKind(StepKind):
    code = "jury"
    label = gettext_lazy("Jury")
    noun = gettext_lazy("le choix du jury")
    desk_label = gettext_lazy("Jury")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        jury, state = jury_of(step), step.state_at(at)
        if jury is None or state is StepState.FUTURE:
            return Now(
                NowState.BETWEEN,
                _("Bientôt\u00a0: le choix du jury"),
                _("Un jury lira chaque dossier avec la même grille."),
                until=step.opens_at,
            )
        page = Act(_("Le jury et sa grille"), jury.url("home"))
        held = deliberation_of(jury)
        if held is not None and held.published_at is not None:
            results = Act(_("Voir les dossiers retenus"), jury.url("home"))
            return Now(NowState.FINISHED, _("Le jury a choisi"), self._outcome(jury), results)
        if juror_of(jury, person) is not None:
            mine = Act(_("Lire mes dossiers"), jury.url("readings"))
            return Now(
                NowState.OPEN,
                _("En ce moment\u00a0: vos lectures"),
                _("Vous siégez dans ce jury."),
                mine,
                until=jury.reads_until or step.closes_at,
                second_act=page,
            )
        words = _("Le jury lit les dossiers, puis délibère. Les montants seront publiés ici.")
        return Now(
            NowState.BETWEEN,
            _("En ce moment\u00a0: le choix du jury"),
            words,
            page,
            until=step.closes_at,
            who=_("Le jury travaille."),
        )

    def summary(self, step: Step) -> Any:
        """« 14 dossiers retenus, 85 000 € accordés », once published."""
        jury = jury_of(step)
        held = deliberation_of(jury) if jury is not None else None
        if jury is None or held is None or held.published_at is None:
            return step.summary
        return self._outcome(jury)

    def _outcome(self, jury: Any) -> str:
        retained = list(jury.grants.filter(decision=Grant.Decision.RETAINED))
        words = ngettext(
            "%(n)s dossier retenu, %(amount)s accordés.",
            "%(n)s dossiers retenus, %(amount)s accordés.",
            len(retained),
        )
        return words % {"n": number(len(retained)), "amount": money(granted_cents(retained))}

    def public_url(self, step: Step) -> str:
        jury = jury_of(step)
        return jury.url("home") if jury is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        jury = jury_of(step)
        return jury.desk_url("home") if jury is not None else ""

    def settings_url(self, step: Step) -> str:
        jury = jury_of(step)
        return jury.desk_url("settings") if jury is not None else ""

    def checklist(self, step: Step) -> list[Check]:
        jury = jury_of(step)
        grid = grid_of(jury) if jury is not None else None
        members = members_of(jury) if jury is not None else []

        def at(name: str) -> str:
            return jury.desk_url(name) if jury is not None else ""

        return [
            Check(_("Des dates d’ouverture et de fin"), bool(step.opens_at and step.closes_at)),
            Check(
                _("La grille du jury a ses critères"),
                bool(grid and grid.criteria.all()),
                at("grid"),
            ),
            Check(
                _("L’enveloppe du jury est écrite"),
                bool(jury and jury.envelope_cents is not None),
                at("settings"),
            ),
            Check(
                _("Le jury a ses membres et une présidence"),
                any(one.is_president for one in members) and len(members) > 1,
                at("members"),
                blocking=False,
            ),
        ]
