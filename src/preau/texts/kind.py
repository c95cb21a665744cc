"""The step kind «\u00a0consultation sur un texte\u00a0»: what its Now box says, to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.processes.requirements import refusal_by_requirements
from preau.ui.words import day, moment, number

from .models import Consultation
from .queries import consultation_of, count_contributions, has_published_text

#: What leaves people the time to read and to answer; less must be explained.
REASONABLE = timedelta(days=15)


class TextKind(StepKind):
    code = "text"
    label = gettext_lazy("Consultation sur un texte")
    noun = gettext_lazy("la consultation")
    desk_label = gettext_lazy("Consultation")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        found = consultation_of(step)
        state = step.state_at(at)
        if found is None or state is StepState.FUTURE:
            return _between(step)
        if state is StepState.CLOSED:
            return _finished(found)
        refusal = refusal_by_requirements(step, person, at)
        title = _("En ce moment\u00a0: votre avis sur un texte")
        if refusal is not None:
            return Now(NowState.REFUSED, title, f"{refusal.reason} {refusal.remedy}")
        return Now(
            NowState.OPEN,
            title,
            _("Passage par passage\u00a0: d’accord, à modifier ou pas d’accord, et pourquoi."),
            act=Act(_("Lire le texte et donner mon avis"), found.url("start")),
            until=step.closes_at,
        )

    def summary(self, step: Step) -> Any:
        found = consultation_of(step)
        if found is None or step.state is StepState.FUTURE:
            return step.summary
        count = count_contributions(found)
        return ngettext("%(n)s avis écrit", "%(n)s avis écrits", count) % {"n": number(count)}

    def public_url(self, step: Step) -> str:
        found = consultation_of(step)
        return found.url("start") if found is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        found = consultation_of(step)
        return found.desk_url("texts") if found is not None else ""

    def checklist(self, step: Step) -> list[Check]:
        found = consultation_of(step)
        if found is None:
            return [Check(_("Les réglages de la consultation"), False)]
        settings, texts = found.desk_url("settings"), found.desk_url("texts")
        return [
            Check(_("Des dates d’ouverture et de fin"), bool(step.opens_at and step.closes_at)),
            Check(_("Un texte publié à lire"), has_published_text(found), texts),
            Check(_("Les modalités de la consultation"), bool(found.rules), settings),
            Check(_("Les informations utiles"), bool(found.information), settings),
            Check(_("Un délai raisonnable, ou sa raison"), _has_time(found), settings),
            Check(
                _("Les suites envisagées et leur date"),
                bool(found.follow_up and found.follow_up_on),
                settings,
            ),
        ]


def _has_time(found: Consultation) -> bool:
    step = found.step
    if not step.opens_at or not step.closes_at:
        return False
    return step.closes_at - step.opens_at >= REASONABLE or bool(found.short_time_reason)


def _between(step: Step) -> Now:
    text = _("Le texte se prépare.")
    if step.opens_at is not None:
        text = _("Elle ouvre le %(moment)s.") % {"moment": moment(step.opens_at)}
    title = _("Bientôt\u00a0: une consultation sur un texte")
    return Now(NowState.BETWEEN, title, text, until=step.opens_at)


def _finished(found: Consultation) -> Now:
    count = count_contributions(found)
    said = ngettext("%(n)s avis écrit.", "%(n)s avis écrits.", count) % {"n": number(count)}
    if found.published_at is not None:
        act = Act(_("Lire la synthèse"), found.url("synthesis"))
        return Now(NowState.FINISHED, _("La consultation est terminée"), said, act=act)
    if found.follow_up_on:
        promise = _("La synthèse et les suites paraîtront au plus tard le %(day)s.")
        said = f"{said} {promise % {'day': day(found.follow_up_on)}}"
    act = Act(_("Relire le texte et les avis"), found.url("start"))
    return Now(NowState.FINISHED, _("La consultation est terminée"), said, act=act)
