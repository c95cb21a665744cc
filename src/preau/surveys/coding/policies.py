"""Who reads open answers, who writes the themes, when readings are laid side by side."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal

from ..models import CodedAnswer, Coding, Reading

READERS = (Role.ADMINISTRATOR, Role.OWNER, Role.AGENT, Role.DECIDER)


def may_code(person: Person, process_id: int | None) -> Refusal | None:
    """Agents of the process put themes on answers."""
    if has_role(person, *READERS, process_id=process_id):
        return None
    return Refusal(
        "not_a_reader",
        _("Les réponses sont classées par les agents de cette démarche."),
        remedy=_("Demandez un rôle d’agent à la personne qui pilote la démarche."),
    )


def may_set_coding(person: Person, coding: Coding, *, is_blind: bool) -> Refusal | None:
    """Those who run the process; readings already done keep the promise made to their readers."""
    refusal = may_run_process(person, coding.survey.step.process_id)
    if refusal is not None:
        return refusal
    is_begun = coding.pk and Reading.objects.filter(answer__coding=coding).exists()
    if is_begun and coding.is_blind != is_blind:
        return Refusal(
            "reading_begun",
            _("La lecture a commencé\u00a0: ce qui se voit des autres lectures ne change plus."),
            rule=_("Une mesure d’accord ne vaut que si tous ont lu dans les mêmes conditions."),
            remedy=_("Le reste des réglages peut changer."),
        )
    return None


def may_see_readings(coding: Coding) -> Refusal | None:
    """Not before the blind reading is over."""
    if not coding.is_hidden:
        return None
    return Refusal(
        "blind",
        _("La première lecture se fait à l’aveugle."),
        rule=_("Personne ne voit les lectures des autres avant de les comparer."),
        remedy=_("La personne qui pilote la démarche ouvre la comparaison quand elle est finie."),
    )


def may_change_reading(reading: Reading) -> Refusal | None:
    """Until the answer has all its readings and they may be seen."""
    answer: CodedAnswer = reading.answer
    if answer.settled_at is None and (answer.coding.is_hidden or answer.taken < answer.wanted):
        return None
    return Refusal(
        "compared",
        _("Cette lecture ne change plus."),
        rule=_("Elle peut être comparée à celles des autres, ou l’a été."),
        remedy=_("Les lectures différentes se tranchent dans la page des désaccords."),
    )
