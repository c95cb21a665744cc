"""Choices being made: kept on the server at each gesture, before anyone says who they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.kernel import clock

from .models import BallotDraft, Contest, Option
from .queries import my_ballot


@dataclass(frozen=True)
class Change:
    """What a gesture did: the sentence that says it, and whether the ballot was already full."""

    draft: BallotDraft
    said: str
    is_full: bool = False


def draft_of(contest: Contest, visitor: str, person: Person) -> BallotDraft:
    """The draft of this visitor; else one that starts from their ballot in the box, not saved."""
    known = (
        BallotDraft.objects.filter(contest=contest, visitor=visitor).first() if visitor else None
    )
    if known is not None:
        known.contest = contest
        return known
    ballot = my_ballot(contest, person)
    return BallotDraft(
        contest=contest,
        visitor=visitor,
        choices=list(ballot.choices) if ballot else [],
        updated_at=clock.now(),
    )


@transaction.atomic
def change_draft(
    *, contest: Contest, visitor: str, person: Person, act: str, option: Option, place: int
) -> Change:
    """Do one gesture of the booth and keep it. ``place`` is an index, for acts that name one.

    Raises ``LookupError`` for an unknown gesture.
    """
    try:
        gesture = _GESTURES[act]
    except KeyError:
        raise LookupError(f"unknown gesture {act!r}") from None
    draft = _held_draft(contest, visitor, person)
    said = gesture(draft, option, place)
    if said is None:
        return Change(draft, _("Votre bulletin est complet."), is_full=True)
    if act != "remove":
        draft.removed = None
    draft.confirmed_at = None
    draft.updated_at = clock.now()
    draft.save()
    return Change(draft, said)


def _held_draft(contest: Contest, visitor: str, person: Person) -> BallotDraft:
    """The visitor's draft, locked until the gesture is done; two first gestures make one draft."""
    held = BallotDraft.objects.select_for_update().filter(contest=contest, visitor=visitor)
    draft = held.first()
    if draft is None:
        fresh = draft_of(contest, visitor, person)
        BallotDraft.objects.get_or_create(
            contest=contest,
            visitor=visitor,
            defaults={"choices": fresh.choices, "updated_at": fresh.updated_at},
        )
        draft = held.get()
    draft.contest = contest
    return draft


def _add(draft: BallotDraft, option: Option, place: int) -> str | None:
    if option.pk in draft.choices:
        return _rank(draft, option)
    if len(draft.choices) >= draft.contest.max_choices:
        return None
    draft.choices.append(option.pk)
    figures = {"title": option, "n": len(draft.choices), "most": draft.contest.max_choices}
    return _("Projet ajouté\u00a0: %(title)s, choix %(n)s sur %(most)s.") % figures


def _remove(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices:
        draft.removed = {"option": option.pk, "place": draft.choices.index(option.pk)}
        draft.choices.remove(option.pk)
    return _("Projet retiré\u00a0: %(title)s. Vous pouvez annuler.") % {"title": option}


def _undo(draft: BallotDraft, option: Option, place: int) -> str | None:
    removed = draft.removed or {}
    if removed.get("option") != option.pk or option.pk in draft.choices:
        return _("Il n’y a rien à annuler.")
    if len(draft.choices) >= draft.contest.max_choices:
        return None
    draft.choices.insert(removed["place"], option.pk)
    return _rank(draft, option)


def _put(draft: BallotDraft, option: Option, place: int) -> str:
    """Move a choice to a rank; the others make room."""
    if option.pk not in draft.choices:
        return _("Ce projet n’est pas sur votre bulletin.")
    draft.choices.remove(option.pk)
    draft.choices.insert(max(0, place), option.pk)
    return _rank(draft, option)


def _up(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices[:1]:
        return _("%(title)s est déjà votre premier choix.") % {"title": option}
    return _put(draft, option, _place(draft, option) - 1)


def _down(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices[-1:]:
        return _("%(title)s est déjà votre dernier choix.") % {"title": option}
    return _put(draft, option, _place(draft, option) + 1)


def _replace(draft: BallotDraft, option: Option, place: int) -> str:
    """Take the rank of another choice, which the voter named."""
    if option.pk not in draft.choices and 0 <= place < len(draft.choices):
        draft.choices[place] = option.pk
    return _rank(draft, option)


def _place(draft: BallotDraft, option: Option) -> int:
    return draft.choices.index(option.pk) if option.pk in draft.choices else 0


def _rank(draft: BallotDraft, option: Option) -> str:
    if option.pk not in draft.choices:
        return _("Ce projet n’est pas sur votre bulletin.")
    return _("%(title)s est votre choix n°\u00a0%(n)s.") % {
        "title": option,
        "n": draft.choices.index(option.pk) + 1,
    }


Gesture = Callable[[BallotDraft, Option, int], str | None]
_GESTURES: dict[str, Gesture] = {
    "add": _add,
    "remove": _remove,
    "undo": _undo,
    "up": _up,
    "down": _down,
    "put": _put,
    "replace": _replace,
}


def in_order_of(visitor: str, seed: str, options: Iterable[Option]) -> list[Option]:
    """The options in the order of this visitor: random, always the same, decided by the seed."""

    def place(option: Option) -> bytes:
        return hashlib.sha256(f"{seed} {visitor} {option.pk}".encode()).digest()

    return sorted(options, key=place)


def forget_drafts(visitor: str) -> int:
    """Erase every draft of a visitor; how many there were."""
    return BallotDraft.objects.filter(visitor=visitor).delete()[0] if visitor else 0


def mark_confirmed(draft: BallotDraft, visitor: str) -> None:
    """The voter confirmed these choices; they are cast once the voter is known."""
    at = clock.now()
    BallotDraft.objects.update_or_create(
        contest=draft.contest,
        visitor=visitor,
        defaults={"choices": draft.choices, "confirmed_at": at, "updated_at": at},
    )
