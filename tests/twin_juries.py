"""The juries of the twin cities: one that reads, one that deliberates, one that has decided."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

READING = ("appel-lu", "jury")
DELIBERATING = ("appel-delibere", "jury")
DECIDED = ("appel-decide", "jury")
KEY = uuid.UUID(int=7)


def juries(twin: Twin) -> None:
    """The resident presides over three juries, and applied to the last one."""
    for place, (slug, _step) in enumerate((READING, DELIBERATING, DECIDED)):
        jury = _jury(twin, slug)
        if place:
            _read_all(twin, jury)
        if place == 2:
            _decide(twin, jury)
    twin.things["jury"] = _keys(twin)


def _keys(twin: Twin) -> dict[str, int]:
    """What addresses and posts name, of the jury that reads."""
    from preau.juries.models import Conflict, Jury, Reading

    jury = Jury.objects.get(step__process__slug=READING[0])
    read = Reading.objects.filter(juror__jury=jury, juror__user=twin.resident)
    return {
        "number": read.order_by("pk")[0].proposal.number,
        "criterion": jury.grids.all()[0].criteria.all()[0].pk,
        "file": jury.step.process.proposals.get(number=1).pk,
        "conflict": Conflict.objects.get(juror__jury=jury).pk,
        "seat": jury.jurors.order_by("-pk")[0].pk,
    }


def _jury(twin: Twin, slug: str) -> Any:
    from preau.juries.giving import declare_conflict, share_out
    from preau.juries.models import Juror
    from preau.juries.setting import Line, create_jury
    from preau.processes.models import Process, Step

    letter, at = twin.letter, clock.now()
    process = Process.objects.create(
        title=f"App{letter}l à proj{letter}ts {slug}",
        slug=slug,
        blueprint="jury",
        state="published",
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="jury",
        title=f"L{letter} jury",
        slug="jury",
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=20),
    )
    jury = create_jury(
        step=step,
        settings={"envelope_cents": 500_000, "readers_each": 1},
        lines=[Line(f"Utilité sociall{letter}", low=0, high=5)],
        actor=None,
    )
    _apply(twin, process)
    Juror.objects.create(
        jury=jury, user=twin.resident, name=f"Paul L{letter} Long", role="president"
    )
    second = Juror.objects.create(jury=jury, user=twin.neighbour, name=f"Ann{letter} B{letter}rg")
    share_out(jury=jury, actor=twin.owner, seed=f"grain{letter} une")
    second.jury = jury
    tied = process.proposals.get(number=3)
    declare_conflict(juror=second, proposal=tied, reason=f"Sa so{letter}ur", actor=twin.neighbour)
    return jury


def _apply(twin: Twin, process: Any) -> None:
    from preau.proposals.models import Proposal

    letter, at = twin.letter, clock.now()
    for number in (1, 2, 3):
        Proposal.objects.create(
            process=process,
            number=number,
            title=f"Un four à pain communl{letter} {number}",
            idea=f"Cuir{letter} l{letter} pain {letter}ns{letter}mbl{letter}.",
            author=twin.resident if number == 1 else None,
            author_name=f"L{letter}s fournill{letter}s",
            declared_cost_cents=100_000,
            status="review",
            status_at=at,
            submitted_at=at,
        )


def _read_all(twin: Twin, jury: Any) -> None:
    from preau.juries.marking import Typed, finish_reading, save_reading
    from preau.juries.models import Reading
    from preau.juries.ruling import open_deliberation

    for one in Reading.objects.filter(juror__jury=jury).select_related("juror__user", "grid"):
        one.juror.jury = jury
        marks = {each.pk: Typed(4, "") for each in one.grid.criteria.all()}
        person = one.juror.user
        save_reading(reading=one, marks=marks, comment=f"Bi{twin.letter}n.", actor=person)
        finish_reading(reading=one, actor=person)
    open_deliberation(jury=jury, actor=twin.owner)
    _rule(twin, jury, 1)


def _rule(twin: Twin, jury: Any, number: int) -> None:
    from preau.juries.models import Grant
    from preau.juries.ruling import Ruling, rule

    made = rule(
        jury=jury,
        proposal=jury.step.process.proposals.get(number=number),
        ruling=Ruling("retained", 50_000, f"Util{twin.letter} à tous."),
        actor=twin.resident,
    )
    assert isinstance(made, Grant), made


def _decide(twin: Twin, jury: Any) -> None:
    from preau.juries.ruling import close_deliberation

    _rule(twin, jury, 2)
    _rule(twin, jury, 3)
    close_deliberation(jury=jury, actor=twin.resident)
    jury.grants.filter(proposal__number=1).update(told_at=clock.now())


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """Each page of a jury, as its own people use it."""
    mine: dict[str, Any] = {"who": "resident"}
    owner: dict[str, Any] = {"who": "owner"}
    keys = twin.things["jury"]
    number = keys["number"]
    yield get("juries:home", *READING)
    yield get("juries:home", *DECIDED)
    yield get("juries:letter", *DECIDED, 1, **mine)
    for name in ("readings", "conflicts"):
        yield get(f"juries:{name}", *READING, **mine)
    yield get("juries:read", *READING, number, **mine)
    marks = {f"mark_{keys['criterion']}": "3", "comment": "Bon.", "act": "save"}
    yield post("juries:read", *READING, number, data=marks, is_key=True, **mine)
    yield get("juries:piece", *READING, number, KEY, status=404, **mine)
    posted = {"application": keys["file"]}
    yield post("juries:conflicts", *READING, data=posted, is_key=True, **mine)
    yield get("juries:deliberation", *DELIBERATING, **mine)
    yield post("juries:deliberation", *DELIBERATING, data={"act": "presence"}, **mine)
    yield get("juries:rule", *DELIBERATING, 2, **mine)
    ruling = {"decision": "retained", "amount_cents": "300"}
    yield post("juries:rule", *DELIBERATING, 2, data=ruling, **mine)
    yield post("juries:take_back", *DELIBERATING, 1, **mine)
    yield get("juries:ruled_piece", *DELIBERATING, 2, KEY, status=404, **mine)
    yield get("juries:minutes", *DECIDED, **mine)
    names = ("home", "members", "grid", "settings", "calibration", "ranking", "letters", "report")
    for name in (*names, "report_paper", "report_file"):
        if name != "settings":
            yield get(f"juries_desk:{name}", *DECIDED, **owner)
    yield get("juries_desk:settings", *READING, **owner)
    yield get("juries_desk:minutes", *DECIDED, **owner)
    yield from _desk_posts(keys, post, owner)


def _desk_posts(
    keys: dict[str, int], post: Callable[..., Example], owner: dict[str, Any]
) -> Iterator[Example]:
    rules = {"readers_each": "2", "envelope_cents": "900"}
    yield post("juries_desk:settings", *READING, data=rules, **owner)
    grid = {"lines": "1", "line0-label": "Clarté", "line0-high": "4"}
    yield post("juries_desk:grid", *READING, data=grid, **owner)
    member = {"act": "name", "name": "Rose", "email": "rose@example.org", "role": "member"}
    yield post("juries_desk:members", *READING, data=member, **owner)
    yield post("juries_desk:share", *READING, **owner)
    yield post("juries_desk:open", *READING, status=403, **owner)
    yield post("juries_desk:end", *READING, keys["seat"], is_key=True, **owner)
    reason = {"reason": "Homonymes."}
    yield post("juries_desk:lift", *READING, keys["conflict"], data=reason, is_key=True, **owner)
    yield post("juries_desk:prepare", *DECIDED, **owner)
    yield post("juries_desk:publish", *DECIDED, **owner)
