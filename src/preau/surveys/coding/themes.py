"""Writes of the list of themes, and of quotes."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand

from ..models import CodedAnswer, Coding, Quote, Reading, Theme
from .actions import conclude, set_themes, tell
from .policies import may_code, may_see_readings

MOST_THEMES = 40
#: What a quote leaves out.
_CUT = re.compile(r"\[(?:…|\.\.\.)\]")


@transaction.atomic
def write_theme(
    *, coding: Coding, label: str, meaning: str, actor: User, theme: Theme | None = None
) -> Theme | Refusal:
    """A new theme, or other words for one; two never bear the same name."""
    demand(may_run_process(actor, coding.survey.step.process_id))
    if theme is None and coding.themes.count() >= MOST_THEMES:
        return Refusal(
            "too_many",
            _("Cette question a déjà %(n)s thèmes.") % {"n": MOST_THEMES},
            rule=_("Au-delà, deux personnes ne choisissent plus les mêmes."),
            remedy=_("Regroupez d’abord des thèmes voisins."),
        )
    written = theme or Theme(coding=coding, order=coding.themes.count())
    written.label, written.meaning = label, meaning
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError:
        return Refusal(
            "same_label",
            _("Un thème porte déjà ce nom."),
            remedy=_("Donnez-en un autre, ou regroupez les deux."),
        )
    tell(coding, actor, "wrote_theme", theme=label)
    return written


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme | None, actor: User) -> Refusal | None:
    """Put what bore ``theme`` under ``into``; without it, erase a theme that nothing bears."""
    coding = Coding.objects.select_for_update(of=("self",)).get(pk=theme.coding_id)
    demand(may_run_process(actor, coding.survey.step.process_id))
    readings = Reading.objects.filter(themes__contains=[theme.pk])
    answers = CodedAnswer.objects.filter(coding=coding, themes__contains=[theme.pk])
    if into is None and (readings.exists() or answers.exists()):
        return Refusal(
            "theme_used",
            _("Des réponses portent ce thème."),
            remedy=_("Regroupez-le avec un autre\u00a0: elles le suivront."),
        )
    if into is not None:
        touched = set(readings.values_list("answer_id", flat=True))
        for reading in readings:
            reading.themes = _replaced(reading.themes, theme, into)
            reading.save(update_fields=["themes"])
        for answer in answers:
            set_themes(answer, _replaced(answer.themes or [], theme, into))
        for answer in CodedAnswer.objects.filter(pk__in=touched):
            conclude(answer)
        theme.quotes.update(theme=into)
    label = theme.label
    theme.delete()
    tell(coding, actor, "merged_theme", theme=label, into=into.label if into else "")
    return None


def _replaced(themes: list[int], theme: Theme, into: Theme) -> list[int]:
    return sorted({into.pk if one == theme.pk else one for one in themes})


@transaction.atomic
def pick_quote(
    *, answer: CodedAnswer, words: str, theme: Theme | None, is_public: bool, actor: User
) -> Quote | Refusal:
    """Words of the answer as it was written; « […] » stands for what is left out."""
    coding = answer.coding
    demand(may_code(actor, coding.survey.step.process_id))
    refusal = may_see_readings(coding)
    if refusal is not None:
        return refusal
    if not is_verbatim(words, str(answer.response.answers.get(coding.question, ""))):
        return Refusal(
            "not_verbatim",
            _("Ces mots ne sont pas ceux de la réponse."),
            rule=_("Une citation reprend le texte tel qu’il a été écrit."),
            remedy=_("Recopiez-les\u00a0; écrivez […] à la place de ce que vous ôtez."),
        )
    return Quote.objects.create(
        answer=answer,
        theme=theme,
        words=words.strip(),
        is_public=is_public,
        picked_by=actor,
        picked_at=clock.now(),
    )


def is_verbatim(words: str, text: str) -> bool:
    """True when each piece of the quote stands in the text, in that order."""
    whole, place = " ".join(text.split()), 0
    pieces = [" ".join(piece.split()) for piece in _CUT.split(words)]
    for piece in pieces:
        found = whole.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return any(pieces)


@transaction.atomic
def drop_quote(*, quote: Quote, actor: User) -> None:
    """The quote is not shown any more; results already published keep theirs."""
    demand(may_code(actor, quote.answer.coding.survey.step.process_id))
    quote.delete()
