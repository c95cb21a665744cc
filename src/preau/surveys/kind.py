"""The step kind « questionnaire »: what its Now box says, to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.processes.requirements import refusal_by_requirements
from preau.questions.checks import problems
from preau.questions.flow import minutes
from preau.ui.words import moment, number

from .models import Survey
from .policies import may_read_results, may_send
from .queries import count_sent, survey_of

WHO = {
    Survey.Identity.ANONYMOUS: gettext_lazy("Anonyme, sans compte."),
    Survey.Identity.VERIFIED: gettext_lazy(
        "Avec un compte vérifié\u00a0; vos réponses sont sans nom."
    ),
    Survey.Identity.NAMED: gettext_lazy("Avec un compte\u00a0; vos réponses portent votre nom."),
}


class SurveyKind(StepKind):
    code = "survey"
    label = gettext_lazy("Questionnaire")
    noun = gettext_lazy("le questionnaire")
    desk_label = gettext_lazy("Questionnaire")

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        survey = survey_of(step)
        state = step.state_at(at)
        if survey is None or state is StepState.FUTURE:
            return _between(step)
        if state is StepState.CLOSED:
            return _finished(survey, at)
        refusal = refusal_by_requirements(step, person, at)
        if refusal is not None:
            words = f"{refusal.reason} {refusal.remedy}"
            return Now(NowState.REFUSED, _("En ce moment\u00a0: un questionnaire"), words)
        if may_send(survey, person, "") is not None:
            return Now(
                NowState.DONE,
                _("Vous avez répondu au questionnaire"),
                _("Merci. Les résultats paraîtront ici après la clôture."),
                until=step.closes_at,
            )
        return Now(
            NowState.OPEN,
            _("En ce moment\u00a0: un questionnaire"),
            survey.why.split("\n")[0].replace("**", "")
            or _("Votre réponse compte, quelle qu’elle soit."),
            act=Act(_("Répondre au questionnaire"), survey.url("start")),
            until=step.closes_at,
            who=WHO[Survey.Identity(survey.identity)],
            minutes=minutes(survey.form),
            second_act=_results(survey, at),
        )

    def summary(self, step: Step) -> Any:
        survey = survey_of(step)
        if survey is None or step.state is StepState.FUTURE:
            return step.summary
        sent = count_sent(survey)
        return ngettext("%(n)s réponse", "%(n)s réponses", sent) % {"n": number(sent)}

    def public_url(self, step: Step) -> str:
        survey = survey_of(step)
        return survey.url("start") if survey is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        return reverse("surveys_desk:form", args=[step.process.slug, step.slug])

    def checklist(self, step: Step) -> list[Check]:
        survey = survey_of(step)
        return [
            Check(_("Des dates d’ouverture et de fin"), bool(step.opens_at and step.closes_at)),
            Check(
                _("Un questionnaire sans défaut"),
                survey is not None and not problems(survey.form),
                self.desk_url(step),
            ),
            Check(
                _("Dire à quoi servent les réponses"),
                survey is not None and bool(survey.why),
                self.desk_url(step),
                blocking=False,
            ),
        ]

    def affected(self, step: Step) -> list[Any]:
        survey = survey_of(step)
        waiting = survey.responses.filter(sent_at=None).count() if survey is not None else 0
        if not waiting:
            return []
        words = ngettext("%(n)s réponse commencée.", "%(n)s réponses commencées.", waiting)
        return [words % {"n": number(waiting)}]


def _between(step: Step) -> Now:
    if step.opens_at is None:
        text: Any = _("Les questions se préparent.")
    else:
        text = _("Il ouvre le %(moment)s.") % {"moment": moment(step.opens_at)}
    return Now(NowState.BETWEEN, _("Bientôt\u00a0: un questionnaire"), text, until=step.opens_at)


def _results(survey: Survey, at: datetime) -> Act | None:
    if may_read_results(survey, at) is not None:
        return None
    return Act(_("Lire les résultats"), survey.url("results"))


def _finished(survey: Survey, at: datetime) -> Now:
    sent = count_sent(survey)
    words = ngettext("%(n)s personne a répondu.", "%(n)s personnes ont répondu.", sent)
    said = words % {"n": number(sent)}
    results = _results(survey, at)
    if results is None:
        said = f"{said} {_('Les réponses sont en cours de lecture.')}"
    return Now(NowState.FINISHED, _("Le questionnaire est terminé"), said, act=results)
