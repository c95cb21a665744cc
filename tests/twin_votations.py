"""The votations of the twin cities: one told, one to proclaim, one equal, one being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

TOLD, COUNTED, EQUAL, DRAFT = "parc", "parc-compte", "parc-egal", "parc-brouillon"


def votations(twin: Twin) -> None:
    """Four votations on one question, each at another moment of its life."""
    from preau.votations.actions import proclaim_result, tell_outcome
    from preau.votations.models import Votation

    for slug, ballots in ((TOLD, (2, 1)), (COUNTED, (2, 1)), (EQUAL, (1, 1)), (DRAFT, ())):
        _put(twin, slug, ballots)
    told = Votation.objects.select_related("process").get(process__slug=TOLD)
    told = proclaim_result(votation=told, actor=twin.owner)
    tell_outcome(
        votation=told, words=f"On suit l{twin.letter} choix.", act="", on=None, actor=twin.owner
    )


def _put(twin: Twin, slug: str, ballots: tuple[int, ...]) -> None:
    from preau.blueprints import votation
    from preau.votations.actions import Asked, Said, Settings
    from preau.votations.queries import contests_of
    from preau.voting.imports import close_now, import_ballots, open_for_import

    letter, at = twin.letter, clock.now()
    asked = Asked(
        title="Le parc",
        words=f"Qu{letter} fair{letter} du parc ?",
        ballot_format="single",
        answers=((f"Un v{letter}rg{letter}r", ""), (f"Un pr{letter}", "")),
        share_percent=0,
    )
    words = f"L{letter} m{letter}ill{letter}ur choix pour tous."
    process = votation.create(
        title=f"L{letter} parc",
        slug=slug,
        actor=twin.owner,
        opens_at=at + timedelta(days=2),
        closes_at=at + timedelta(days=9),
        settings=Settings(context=f"Un choix à fair{letter}.", is_secret=False),
        questions=[votation.Put(asked, (Said("Un", words), Said("Deux", words)))],
        summary=f"Choisir l{letter} parc.",
    )
    if ballots:
        contest = contests_of(process)[0]
        open_for_import(election=contest.election, actor=twin.owner)
        groups = [([number], times) for number, times in enumerate(ballots, start=1)]
        import_ballots(contest=contest, groups=groups, actor=twin.owner)
        close_now(election=contest.election, actor=twin.owner)


def addresses(get: Callable[..., Example], post: Callable[..., Example]) -> Iterator[Example]:
    """Each page of a votation, as its own people use it."""
    for name in ("read", "results"):
        yield get(f"votations:{name}", TOLD)
    for name in ("minutes", "bundle", "csv", "json"):
        yield get(f"votations:{name}", TOLD, "le-parc")
    owner: dict[str, Any] = {"who": "owner"}
    yield get("votations_desk:home", DRAFT, **owner)
    settings = {"worth": "poll", "context": "Pour choisir.", "quorum": "none"}
    yield get("votations_desk:settings", DRAFT, **owner)
    yield post("votations_desk:settings", DRAFT, data=settings, **owner)
    question = {
        "words": "Quoi d’autre ?",
        "title": "Autre",
        "ballot_format": "yes-no",
        "share_percent": "50",
    }
    yield get("votations_desk:new_question", DRAFT, **owner)
    yield post("votations_desk:new_question", DRAFT, data=question, **owner)
    yield get("votations_desk:question", DRAFT, 1, **owner)
    yield post("votations_desk:question", DRAFT, 1, data=question, **owner)
    yield get("votations_desk:positions", DRAFT, 1, **owner)
    boxes = {"title_1": "A", "words_1": "Oui.", "title_2": "B", "words_2": "Non."}
    yield post("votations_desk:positions", DRAFT, 1, data=boxes, **owner)
    yield get("votations_desk:rehearsal", DRAFT, **owner)
    yield post("votations_desk:rehearsal", DRAFT, data={"voters": "50"}, **owner)
    yield post("votations_desk:freeze", DRAFT, **owner)
    yield get("votations_desk:draw_lots", EQUAL, "le-parc", **owner)
    yield post("votations_desk:draw_lots", EQUAL, "le-parc", data={"seed": "4 8"}, **owner)
    yield get("votations_desk:proclaim", COUNTED, **owner)
    yield post("votations_desk:proclaim", COUNTED, **owner)
    yield get("votations_desk:outcome", TOLD, **owner)
    said = {"words": "Suivi.", "act": "", "on": ""}
    yield post("votations_desk:outcome", TOLD, data=said, **owner)
