"""The step kind « appel à projets »: what its Now box says, to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person, User
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.processes.requirements import refusal_by_requirements
from preau.questions.checks import problems
from preau.ui.words import moment, money, number

from .models import Application, Call
from .queries import applications_of, call_of

KIND = "call"


class CallKind(StepKind):
    code = KIND
    label = gettext_lazy("Dépôt de dossiers")
    noun = gettext_lazy("le dépôt des dossiers")
    desk_label = gettext_lazy("Dossiers")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        call, state = call_of(step), step.state_at(at)
        title = _("En ce moment\u00a0: l’appel à projets")
        if call is None or state is StepState.FUTURE:
            text: Any = _("L’appel se prépare.")
            if step.opens_at is not None:
                text = _("Les dossiers se déposent à partir du %(moment)s.") % {
                    "moment": moment(step.opens_at)
                }
            soon = _("Bientôt\u00a0: l’appel à projets")
            return Now(NowState.BETWEEN, soon, text, until=step.opens_at)
        read = Act(_("Lire l’appel"), call.url("home"))
        if state is StepState.CLOSED:
            closed = _("Le dépôt des dossiers est clos")
            return Now(NowState.FINISHED, closed, self.summary(step), act=read)
        mine = applications_of(person, call)
        if mine:
            return _mine(step, call, mine)
        refusal = refusal_by_requirements(step, person, at) if isinstance(person, User) else None
        if refusal is not None:
            words = f"{refusal.reason} {refusal.remedy}".strip()
            return Now(NowState.REFUSED, title, words, act=read, until=step.closes_at)
        return Now(
            NowState.OPEN,
            title,
            money_words(call),
            act=Act(_("Préparer un dossier"), call.url("check")),
            until=step.closes_at,
            who=_(
                "Répondez d’abord à quelques questions\u00a0: votre projet peut-il être aidé\u00a0?"
            ),
            second_act=read,
        )

    def summary(self, step: Step) -> Any:
        call = call_of(step)
        if call is None or step.state is StepState.FUTURE:
            return step.summary
        count = Application.objects.sent().filter(call=call).count()
        return ngettext("%(n)s dossier déposé", "%(n)s dossiers déposés", count) % {
            "n": number(count)
        }

    def public_url(self, step: Step) -> str:
        call = call_of(step)
        return call.url("home") if call is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        call = call_of(step)
        return call.desk_url("home") if call is not None else ""

    def settings_url(self, step: Step) -> str:
        call = call_of(step)
        return call.desk_url("settings") if call is not None else ""

    def affected(self, step: Step) -> list[Any]:
        drafts = Application.objects.filter(call__step=step, state=Application.State.DRAFT).count()
        words = ngettext(
            "%(count)s dossier en préparation", "%(count)s dossiers en préparation", drafts
        )
        lines = [str(self.summary(step)), words % {"count": number(drafts)} if drafts else ""]
        return [line for line in lines if line]

    def checklist(self, step: Step) -> list[Check]:
        call = call_of(step)
        if call is None:
            return [Check(_("L’appel est réglé"), False)]
        form = call.form
        return [
            Check(_("Des dates d’ouverture et de clôture"), bool(step.opens_at and step.closes_at)),
            Check(
                _("L’enveloppe de l’appel est écrite"),
                call.envelope_cents is not None,
                call.desk_url("settings"),
                blocking=False,
            ),
            Check(
                _("Les conditions d’éligibilité sont écrites"),
                call.conditions.exists(),
                call.desk_url("settings"),
                blocking=False,
            ),
            Check(
                _("Les questions n’ont pas de défaut"),
                not problems(form),
                call.desk_url("questions"),
            ),
        ]


def _mine(step: Step, call: Call, mine: list[Application]) -> Now:
    """What waits in the applications of this person."""
    sent = [one for one in mine if one.state == Application.State.SENT and one.proposal]
    again = Act(_("Préparer un autre dossier"), call.url("check"))
    if len(sent) == len(mine) and sent[0].proposal is not None:
        return Now(
            NowState.DONE,
            _("Votre dossier n°\u00a0%(number)s est déposé") % {"number": sent[0].proposal.number},
            _("«\u00a0%(title)s\u00a0» se modifie jusqu’à la clôture.") % {"title": sent[0].title},
            act=Act(_("Voir mon dossier"), sent[0].url("tasks")),
            until=step.closes_at,
            second_act=again,
        )
    draft = next(one for one in mine if one not in sent)
    return Now(
        NowState.OPEN,
        _("Votre dossier n’est pas encore déposé"),
        _("«\u00a0%(title)s\u00a0» vous attend.") % {"title": draft.title},
        act=Act(_("Continuer mon dossier"), draft.url("tasks")),
        until=step.closes_at,
        second_act=again,
    )


def money_words(call: Call) -> str:
    """« Enveloppe de 60 000 €. 8 000 € au plus par projet, et 80 % des dépenses. »"""
    found = []
    if call.envelope_cents is not None:
        found.append(_("Enveloppe de %(sum)s.") % {"sum": money(call.envelope_cents)})
    if call.asks_budget and call.ceiling_cents is not None:
        found.append(
            _("Au plus %(sum)s par projet et %(rate)s\u00a0%% de ses dépenses.")
            % {"sum": money(call.ceiling_cents), "rate": call.rate}
        )
    elif call.asks_budget:
        found.append(_("Au plus %(rate)s\u00a0%% des dépenses du projet.") % {"rate": call.rate})
    return " ".join(found)
