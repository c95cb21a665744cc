"""The votations of a city: one open with its ballots so far, two counted, told and followed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

import preau.demo.content
from preau.blueprints import votation
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.votations.actions import Asked, Said, Settings, proclaim_result, tell_outcome
from preau.votations.models import Votation
from preau.votations.queries import contests_of
from preau.voting.actions import open_election
from preau.voting.imports import close_now, import_ballots
from preau.voting.models import Election
from preau.voting.sealed.log import check_boxes

from .guarded_votes import Board, set_some_aside
from .post import past_mail
from .town import Town

FOLDER = Path(preau.demo.content.__file__).parent / "data"
SETTINGS = ("worth", "context", "rules_act", "registered", "quorum_percent", "quorum_ballots")


def material(city: str) -> list[dict[str, Any]]:
    """The votations of a city."""
    path = FOLDER / city / "votations.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def missing_votations(city: str) -> list[dict[str, Any]]:
    """Those of the current site that are still to be written."""
    known = set(Process.objects.filter(blueprint=votation.CODE).values_list("slug", flat=True))
    return [one for one in material(city) if slug(one["title"]) not in known]


@transaction.atomic
def write_votation(town: Town, found: dict[str, Any]) -> Process:
    """A votation through its blueprint, with its ballots; over and told when it is of the past."""
    prepared_at = town.at(found["opens_in"] - 20, 10)
    with clock.stopped(prepared_at):
        process = _put(town, found)
    process.created_at = prepared_at
    process.save(update_fields=["created_at"])
    contests = contests_of(process)
    election = contests[0].election
    board = Board(election, town.owner) if found.get("secret") else None
    _open(town, found, election)
    for contest, asked in zip(contests, found["questions"], strict=True):
        contest.refresh_from_db()
        if board is None:
            groups = [(ballot, times) for ballot, times in asked["ballots"]]
            import_ballots(contest=contest, groups=groups, actor=town.owner)
        else:
            board.fill(contest, asked["ballots"])
    if "set_aside" in found:
        with past_mail():
            set_some_aside(town, found, contests[0])
    if board is not None:
        with clock.stopped(town.at(found["closes_in"], 20)):
            board.close_and_open(contests)
    if "proclaimed_in" in found:
        _tell(town, found, election)
    else:
        check_boxes(election)
    return process


def _put(town: Town, found: dict[str, Any]) -> Process:
    said = {name: found[name] for name in SETTINGS if name in found}
    return votation.create(
        title=found["title"],
        slug=slug(found["title"]),
        actor=town.owner,
        opens_at=town.at(found["opens_in"], 9),
        closes_at=town.at(found["closes_in"], 20),
        settings=Settings(**said, is_secret=found.get("secret", False)),
        questions=[_question(one) for one in found["questions"]],
        summary=found["summary"],
        contact_name=town.owner.full_name,
        contact_email=town.city.contact_email,
    )


def _question(one: dict[str, Any]) -> votation.Put:
    asked = Asked(
        title=one["title"],
        words=one["words"],
        ballot_format=one["ballot_format"],
        answers=tuple((title, summary) for title, summary in one.get("answers", [])),
        grades=tuple(one.get("grades", [])),
    )
    boxes = [Said(title, words, holder) for title, words, holder in one.get("positions", [])]
    return votation.Put(asked, tuple(boxes))


def _open(town: Town, found: dict[str, Any], election: Election) -> None:
    """Settle the ballots the day before; boxes of the past stay open while ballots go in."""
    step = election.step
    closes_at = step.closes_at
    if "proclaimed_in" in found:
        step.closes_at = clock.now() + timedelta(hours=1)  # in memory only
    with clock.stopped(town.at(found["opens_in"] - 1, 17)):
        answer = open_election(election=election, actor=town.owner)
    step.closes_at = closes_at
    if isinstance(answer, Refusal):
        raise Refused(answer)


def _tell(town: Town, found: dict[str, Any], election: Election) -> None:
    if not found.get("secret"):
        with clock.stopped(town.at(found["closes_in"], 20)):
            close_now(election=election, actor=town.owner)
    told = Votation.objects.select_related("process").get(process=election.step.process_id)
    with clock.stopped(town.at(found["proclaimed_in"], 11)):
        told = proclaim_result(votation=told, actor=town.owner)
    with clock.stopped(town.at(found["outcome_in"], 11)):
        tell_outcome(
            votation=told,
            words=found["outcome"],
            act=found["outcome_act"],
            on=town.on(found["outcome_in"]),
            actor=town.owner,
        )
