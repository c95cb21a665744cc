"""Days that the text sets: computed from a profile, and checked, each with its article."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel.refusal import Refusal
from preau.ui.words import day as in_words

from .profiles import Profile, Term


@dataclass(frozen=True)
class Due:
    """A delay of an inquiry: the last day for it, and the day it was done."""

    term: Term
    last_day: date | None
    done_on: date | None = None

    def is_late_on(self, today: date) -> bool:
        """Not done in time, or still not done after its last day."""
        return self.last_day is not None and (self.done_on or today) > self.last_day


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def last_day(term: Term, anchors: dict[str, date]) -> date | None:
    """The last day to do what ``term`` asks; None while its anchor has no date."""
    anchor = anchors.get(term.anchor)
    if anchor is None:
        return None
    return add_months(anchor, term.months) + timedelta(days=term.days)


def schedule(profile: Profile, anchors: dict[str, date]) -> list[Due]:
    """Every delay, in order; ``anchors`` holds the days known: opening, closing, acts by code."""
    return [Due(one, last_day(one, anchors), anchors.get(one.code)) for one in profile.terms]


def lasting_days(opening: date, closing: date) -> int:
    """Both days count: from the 1st to the 30th there are thirty."""
    return (closing - opening).days + 1


def least_length(profile: Profile, answers: dict[str, str]) -> tuple[int, int, str]:
    """Least days, least months, and the article, given what the wizard was told."""
    rule: dict[str, Any] = profile.lasts
    shorter, longer = rule.get("shorter"), rule.get("longer")
    if shorter and answers.get(shorter["unless"]) == "no":
        rule = shorter
    elif longer and answers.get(longer["when"]) == "yes":
        rule = longer
    return rule.get("least_days", 0), rule.get("least_months", 0), rule["article"]


def refusal_by_length(
    profile: Profile, opening: date, closing: date, answers: dict[str, str]
) -> Refusal | None:
    """Too short or too long for its text."""
    days, months, article = least_length(profile, answers)
    first_end = opening + timedelta(days=days - 1) if days else opening
    if months:
        first_end = add_months(opening, months) - timedelta(days=1)
    if closing < first_end:
        return Refusal(
            "too_short",
            _("L’enquête se terminerait trop tôt\u00a0: elle dure au moins %(length)s.")
            % {"length": _length(days, months)},
            rule=article,
            remedy=_("Choisissez une clôture à partir du %(day)s.") % {"day": in_words(first_end)},
        )
    most_days, most_months = profile.lasts.get("most_days"), profile.lasts.get("most_months")
    last_end = opening + timedelta(days=most_days - 1) if most_days else None
    if most_months:
        last_end = add_months(opening, most_months) - timedelta(days=1)
    if last_end is not None and closing > last_end:
        return Refusal(
            "too_long",
            _("L’enquête durerait trop longtemps\u00a0: %(length)s au plus.")
            % {"length": _length(most_days or 0, most_months or 0)},
            rule=profile.lasts["article"],
            remedy=_("Choisissez une clôture au plus tard le %(day)s.")
            % {"day": in_words(last_end)},
        )
    return None


def _length(days: int, months: int) -> str:
    if months:
        return ngettext("%(n)s mois", "%(n)s mois", months) % {"n": months}
    return ngettext("%(n)s jour", "%(n)s jours", days) % {"n": days}


def refusal_by_term(term: Term, done_on: date, anchors: dict[str, date]) -> Refusal | None:
    """What ``term`` asks would be done after its last day."""
    last = last_day(term, anchors)
    if last is None or not term.binding or done_on <= last:
        return None
    return Refusal(
        "term_broken",
        _("%(what)s\u00a0: le %(day)s est trop tard, le dernier jour est le %(last)s.")
        % {"what": term.label, "day": in_words(done_on), "last": in_words(last)},
        rule=term.article,
        remedy=_("Avancez cet acte, ou ouvrez l’enquête plus tard."),
    )


def refusal_by_dates(
    profile: Profile,
    opening: date,
    closing: date,
    acts: dict[str, date],
    answers: dict[str, str] | None = None,
) -> Refusal | None:
    """The first delay that these dates break: length, then acts due before the opening."""
    if closing < opening:
        return Refusal("closes_first", _("L’enquête se terminerait avant de commencer."))
    by_length = refusal_by_length(profile, opening, closing, answers or {})
    if by_length is not None:
        return by_length
    anchors = {"opening": opening, "closing": closing, **acts}
    for term in profile.terms:
        if term.is_before and term.code in acts:
            refusal = refusal_by_term(term, acts[term.code], anchors)
            if refusal is not None:
                return refusal
    return None
