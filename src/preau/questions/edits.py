"""Changes of a form, one gesture each: a document in, a document out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .document import Document, Option, Question


def new_id(document: Document) -> str:
    """The next free « q12 »; an id once given is never given again in the same document."""
    numbers = [int(one[1:]) for one in document.by_id if one[0] == "q" and one[1:].isdigit()]
    return f"q{max(numbers, default=0) + 1}"


def added(document: Document, question: Question, after: str = "") -> Document:
    """With ``question`` put after the one named; at the end when none is."""
    place = document.place.get(after, len(document.questions) - 1) + 1
    kept = list(document.questions)
    kept.insert(place, question)
    return Document(tuple(kept))


def moved(document: Document, id: str, step: int) -> Document:
    """With the question one place up (-1) or down (1); the same at an end."""
    here = document.place[id]
    there = here + step
    if not 0 <= there < len(document.questions):
        return document
    kept = list(document.questions)
    kept[here], kept[there] = kept[there], kept[here]
    return Document(tuple(kept))


def ordered(document: Document, ids: Iterable[str]) -> Document | None:
    """With the questions in that order; None when these are not all of them, each once."""
    wanted = list(ids)
    if sorted(wanted) != sorted(document.by_id):
        return None
    return Document(tuple(document.by_id[id] for id in wanted))


def duplicated(document: Document, id: str) -> Document:
    """With a twin after the question, without its conditions."""
    twin = replace(document.by_id[id], id=new_id(document), show_if=None, hide_if=None, jumps=())
    return added(document, twin, after=id)


def removed(document: Document, id: str) -> Document:
    """Without the question; conditions that named it are left, the checks will say so."""
    return Document(tuple(one for one in document.questions if one.id != id))


def put(document: Document, question: Question) -> Document:
    """With ``question`` in the place of the one that has its id."""
    return Document(tuple(question if one.id == question.id else one for one in document.questions))


def relabelled(
    former: Iterable[Option], labels: list[str], prefix: str = "o"
) -> tuple[Option, ...]:
    """Options that bear ``labels``: one that keeps its label, else its place, keeps its id.

    A column of a spreadsheet can be pasted over the old one without losing what was answered.
    """
    old = list(former)
    by_label = {one.label: one for one in old}
    free = [one for one in old if one.label not in labels]
    taken = {one.id for one in old}
    found: list[Option] = []
    for place, label in enumerate(labels):
        known = by_label.pop(label, None)
        if known is None and len(labels) == len(old) and old[place] in free:
            known = replace(old[place], label=label)
        if known is None:
            number = 1
            while f"{prefix}{number}" in taken:
                number += 1
            taken.add(f"{prefix}{number}")
            known = Option(f"{prefix}{number}", label)
        found.append(known)
    return tuple(found)


def differences(
    before: Document, after: Document
) -> tuple[list[Question], list[Question], list[Question]]:
    """Questions that ``after`` adds, takes away (as they were), and asks otherwise."""
    news = [one for one in after.questions if one.id not in before.by_id]
    gone = [one for one in before.questions if one.id not in after.by_id]
    changed = [
        one for one in after.questions if one.id in before.by_id and before.by_id[one.id] != one
    ]
    return news, gone, changed
