"""Before the vote: positions of one length, and what still blocks the opening."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.text import search_key
from preau.processes.kinds import Check
from preau.processes.models import Process
from preau.voting.policies import may_seal

from .models import Position, Question
from .queries import contests_of, questions_of, votation_of

#: The longest position may pass the shortest by so much, or by so many signs if that is more.
MARGIN_PERCENT = 10
MARGIN_SIGNS = 20
LONGEST = 1500
#: The name of a vote that binds the authority.
RESERVED = "referendum"


def says_reserved(*texts: str) -> bool:
    """True when one of ``texts`` uses the reserved word, however it is typed."""
    return any(RESERVED in search_key(text).replace(" ", "") for text in texts)


def length_of(words: str) -> int:
    """Signs of a position as they are read: runs of blanks count for one."""
    return len(" ".join(words.split()))


def most_signs(words: Iterable[str]) -> int:
    """The most that any position of a question may hold, given the shortest written one."""
    lengths = [length_of(one) for one in words]
    shortest = min((one for one in lengths if one), default=0)
    if not shortest:
        return LONGEST
    return min(LONGEST, shortest + max(shortest * MARGIN_PERCENT // 100, MARGIN_SIGNS))


def are_equal(positions: Iterable[Position]) -> bool:
    """Every position is written, and none is longer than the others may be."""
    words = [one.words for one in positions]
    return all(words) and all(length_of(one) <= most_signs(words) for one in words)


def checklist(process: Process) -> list[Check]:
    """What must be done before the ballots are settled, in the order of doing it."""
    step = process.step_of_kind("vote")
    is_dated = bool(step and step.opens_at and step.closes_at and step.closes_at > clock.now())
    return [
        *what_is_written(process),
        Check(
            _("Donner au vote une ouverture et une clôture à venir"),
            is_dated,
            reverse("desk:calendar", args=[process.slug]),
        ),
        *_sealed(process),
        Check(
            _("Publier la démarche"),
            process.state == Process.State.PUBLISHED,
            reverse("desk:process", args=[process.slug]),
        ),
    ]


def what_is_written(process: Process) -> list[Check]:
    """What the pages of a votation must say before everyone reads them."""
    votation = votation_of(process)
    home = reverse("votations_desk:home", args=[process.slug])
    if votation is None:
        return [Check(_("Préparer la votation"), False, home)]
    questions = questions_of(votation)
    settings = reverse("votations_desk:settings", args=[process.slug])
    words = [process.title, *(one.title for one in questions), *(one.words for one in questions)]
    return [
        Check(_("Poser au moins une question"), bool(questions), f"{home}#questions"),
        Check(_("Dire pourquoi la question est posée"), bool(votation.context), settings),
        *(_positions(process, one) for one in questions),
        Check(_("Aucun titre ne dit «\u00a0référendum\u00a0»"), not says_reserved(*words), home),
        Check(
            _("Citer la délibération qui adopte le règlement"),
            bool(votation.rules_act),
            settings,
            blocking=False,
        ),
    ]


def _positions(process: Process, question: Question) -> Check:
    found = list(question.positions.all())
    url = reverse("votations_desk:positions", args=[process.slug, question.number])
    if not found:
        label = _("Écrire les positions sur «\u00a0%(title)s\u00a0»") % {"title": question.title}
        return Check(label, False, url, blocking=False)
    label = _("Des positions de même longueur sur «\u00a0%(title)s\u00a0»")
    return Check(label % {"title": question.title}, are_equal(found), url)


def _sealed(process: Process) -> list[Check]:
    """A secret contest waits for the key of its board."""
    secret = [contest for contest in contests_of(process) if contest.is_secret]
    if not secret:
        return []
    is_ready = may_seal(secret[0].election, secret) is None
    page = reverse("voting_desk:sealed", args=[process.slug])
    return [Check(_("Faire l’essai de la clé du bureau pour le vote secret"), is_ready, page)]
