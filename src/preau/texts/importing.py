"""A debate held elsewhere, taken in: articles with their votes, arguments for and against.

One JSON object a line: ``id, section, section_subtitle, title, body, author, votes_ok,
votes_mitige, votes_nok, arguments: [{id, for, author, body, votes, created_at}]``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock

from .actions import next_number
from .keys import text_key
from .models import Consultation, Contribution, Gathering, Passage, Position, Stance, Text
from .reading import Piece, Unreadable, numbered
from .writing import add_text, publish_version

_ARTICLE = re.compile(r"^Article (\d+(?: ?(?:bis|ter))?)\b\s*[-–:]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """What was taken in."""

    passages: int
    contributions: int
    voices: int


def read_debate(lines: Iterable[str]) -> list[dict[str, Any]]:
    """The articles of the file; ``Unreadable`` names the first line that is none."""
    found = []
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
            found.append({**one, "title": str(one["title"]), "body": str(one["body"])})
        except (ValueError, KeyError, TypeError) as error:
            said = _("Ce fichier n’est pas celui d’une consultation\u00a0: ligne %(line)s.")
            raise Unreadable(said % {"line": place}) from error
    return [one for one in found if one["body"].strip() and not one.get("trashed")]


@transaction.atomic
def take_debate(
    *,
    consultation: Consultation,
    title: str,
    debate: list[dict[str, Any]],
    actor: User | None,
) -> Taken:
    """One text out of the articles, published; their votes, arguments and positions with them."""
    pieces, rows = _pieces(debate)
    text = add_text(consultation=consultation, title=title, pieces=pieces, actor=actor)
    publish_version(version=text.versions.get(), note="", actor=None)
    passages = _with_votes(text, rows)
    gathering = Gathering.objects.create(
        consultation=consultation,
        origin=Gathering.Origin.FILE,
        title=title,
        entered_by=actor,
        created_at=clock.now(),
    )
    words = _arguments(consultation, gathering, passages)
    made = Contribution.objects.bulk_create(words, batch_size=1000)
    stances = _stances(passages)
    Stance.objects.bulk_create(stances, batch_size=2000)
    return Taken(len(passages), len(made), len({one.voice for one in stances}))


def _pieces(debate: list[dict[str, Any]]) -> tuple[list[Piece], dict[str, dict[str, Any]]]:
    """Sections as headings, articles as passages; each article by the key of its passage."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for one in debate:
        name = " · ".join(
            str(one[part]) for part in ("section", "section_subtitle") if one.get(part)
        )
        sections.setdefault(name, []).append(one)
    pieces: list[Piece] = []
    order: list[dict[str, Any]] = []
    for name, articles in sections.items():
        pieces.append(Piece(1, title=name[:240]))
        for one in articles:
            article = _ARTICLE.match(one["title"])
            heading = one["title"][article.end() :] if article else one["title"]
            number = f"Art. {article.group(1)}" if article else ""
            body = re.sub(r"\n{3,}", "\n\n", one["body"].replace("\r", "")).strip()
            pieces.append(Piece(0, title=heading[:240], body=body, number=number))
            order.append(one)
    cut = numbered(pieces)
    keys = [piece.key for piece in cut if not piece.depth]
    return cut, dict(zip(keys, order, strict=True))


def _with_votes(
    text: Text, rows: Mapping[str, dict[str, Any]]
) -> list[tuple[Passage, dict[str, Any]]]:
    found = [(one, rows[one.key]) for one in Passage.objects.filter(version__text=text, depth=0)]
    for passage, row in found:
        # Each who argued voted too: the positions made of arguments are not counted twice.
        sides = list(_sides(row).values())
        passage.agree_in = max(0, int(row.get("votes_ok") or 0) - sides.count(Position.AGREE))
        passage.amend_in = int(row.get("votes_mitige") or 0)
        against = int(row.get("votes_nok") or 0)
        passage.disagree_in = max(0, against - sides.count(Position.DISAGREE))
    fields = ["agree_in", "amend_in", "disagree_in"]
    Passage.objects.bulk_update([one for one, _row in found], fields, batch_size=300)
    return found


def _side(argument: Mapping[str, Any]) -> Position:
    return Position.AGREE if argument["for"] else Position.DISAGREE


def _sides(row: Mapping[str, Any]) -> dict[str, Position]:
    """Where each author of arguments stands on an article: their last argument tells."""
    ordered = sorted(row.get("arguments", []), key=lambda one: str(one["created_at"]))
    return {str(one["author"])[:40]: _side(one) for one in ordered}


def _arguments(
    consultation: Consultation,
    gathering: Gathering,
    passages: list[tuple[Passage, dict[str, Any]]],
) -> list[Contribution]:
    number = next_number(consultation)
    found: list[Contribution] = []
    for passage, row in passages:
        for one in row.get("arguments", []):
            body = str(one["body"]).strip()
            if not body:
                continue
            found.append(
                Contribution(
                    consultation=consultation,
                    passage=passage,
                    number=number + len(found),
                    author_name=str(one["author"])[:120],
                    position=_side(one),
                    body=body,
                    supports=max(0, int(one.get("votes") or 0)),
                    text_key=text_key(body),
                    gathering=gathering,
                    reference=f"{gathering.pk}-{one['id']}",
                    at=datetime.fromisoformat(one["created_at"]),
                )
            )
    return found


def _stances(passages: list[tuple[Passage, dict[str, Any]]]) -> list[Stance]:
    at = clock.now()
    return [
        Stance(passage=passage, voice=f"i-{voice}"[:40], position=position, at=at)
        for passage, row in passages
        for voice, position in _sides(row).items()
    ]
