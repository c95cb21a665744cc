"""The step kind « pétition »: what its Now box says, to whom."""

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
from preau.ui.words import moment, number

from .models import Petition
from .queries import count_signatures, petition_of, signature_of


class PetitionKind(StepKind):
    code = "petition"
    label = gettext_lazy("Pétition")
    noun = gettext_lazy("la pétition")
    desk_label = gettext_lazy("Pétition")
    is_binding = True

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        petition, state = petition_of(step), step.state_at(at)
        if petition is None or state is StepState.FUTURE:
            opens = step.opens_at
            text: Any = _("La demande se prépare.")
            if opens is not None:
                text = _("Elle se signe à partir du %(moment)s.") % {"moment": moment(opens)}
            return Now(NowState.BETWEEN, _("Bientôt\u00a0: une pétition"), text, until=opens)
        act = Act(_("Lire la pétition"), petition.url("petition"))
        if state is StepState.CLOSED:
            return Now(NowState.FINISHED, _("La pétition est close"), gauge_words(petition), act)
        if signature_of(petition, person) is not None:
            return Now(
                NowState.DONE,
                _("Vous avez signé"),
                gauge_words(petition),
                act,
                until=step.closes_at,
            )
        refusal = refusal_by_requirements(step, person, at) if isinstance(person, User) else None
        if refusal is not None:
            words = f"{refusal.reason} {refusal.remedy}"
            return Now(NowState.REFUSED, _("En ce moment\u00a0: une pétition"), words, act)
        return Now(
            NowState.OPEN,
            _("En ce moment\u00a0: une pétition"),
            gauge_words(petition),
            act=Act(_("Signer"), petition.url("sign")),
            until=step.closes_at,
            who=_("Pour les personnes inscrites sur les listes électorales.")
            if petition.is_local
            else _("Pour les personnes qui remplissent les conditions de la charte."),
            minutes=2,
            second_act=act,
        )

    def summary(self, step: Step) -> Any:
        petition = petition_of(step)
        if petition is None or step.state is StepState.FUTURE:
            return step.summary
        return gauge_words(petition)

    def public_url(self, step: Step) -> str:
        petition = petition_of(step)
        return petition.url("petition") if petition is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        return reverse("petitions_desk:home", args=[step.process.slug, step.slug])

    def settings_url(self, step: Step) -> str:
        return reverse("petitions_desk:settings", args=[step.process.slug, step.slug])

    def checklist(self, step: Step) -> list[Check]:
        petition = petition_of(step)
        url = self.settings_url(step)
        return [
            Check(_("Des dates d’ouverture et de fin"), bool(step.opens_at and step.closes_at)),
            Check(_("La demande est écrite"), bool(petition and petition.demand), url),
            Check(
                _("Le nombre de signatures demandées est connu"),
                bool(petition and petition.threshold),
                url,
            ),
            Check(
                _("La charte qui fixe le seuil est citée"),
                bool(petition and (petition.is_local or petition.charter)),
                url,
                blocking=False,
            ),
        ]


def gauge_words(petition: Petition) -> str:
    """« 412 signatures sur 1 200. »"""
    signed = count_signatures(petition)
    if petition.threshold is None:
        return ngettext("%(n)s signature.", "%(n)s signatures.", signed) % {"n": number(signed)}
    return ngettext("%(n)s signature sur %(most)s.", "%(n)s signatures sur %(most)s.", signed) % {
        "n": number(signed),
        "most": number(petition.threshold),
    }
