"""Files of 10,000 proposals weigh no more on the machine than files of 1,000: real memory."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.proposals.desk.files import export_files, write_csv, write_pdf, write_xlsx
from preau.proposals.desk.selection import Selection
from preau.proposals.models import Proposal, Status
from preau.reviews.models import Decision, Opinion

FEW, MANY = 1_000, 10_000
FILES = ("propositions", "avis", "decisions")
SHEETS = (("propositions", "xlsx"), ("avis", "csv"))
#: Megabytes that ten times as many rows may add: what the allocator keeps, not what rows hold.
SLACK = 6.0


def _fill(world: Any, service: Any, count: int) -> None:
    """``count`` retained ideas of some lines each, with an opinion and a decision."""
    at, first = clock.now(), Proposal.objects.count()
    more = {"process": world.process, "slug": "idee", "author_name": "N.", "search_key": "idee"}
    ideas = Proposal.objects.bulk_create(
        Proposal(
            number=first + place + 1,
            title=f"Idée {place}",
            idea="Un texte. " * 40,
            status=Status.RETAINED,
            status_at=at,
            submitted_at=at,
            sort_key=f"{place:06}",
            **more,
        )
        for place in range(count)
    )
    Opinion.objects.bulk_create(
        Opinion(
            proposal=one,
            step=world.review,
            service=service,
            asked_by_name="O.",
            asked_at=at,
            due_on=(at + timedelta(9)).date(),
            words="Un avis. " * 40,
        )
        for one in ideas
    )
    Decision.objects.bulk_create(
        Decision(
            proposal=one,
            step=world.review,
            verdict="retained",
            words="La Ville retient cette idée. " * 9,
            signed_by="La Ville",
            decided_by_name="K.",
            at=at,
        )
        for one in ideas
    )


def _memory(line: str) -> float:
    """Megabytes of this process: ``VmRSS`` now, ``VmHWM`` at most since it was last reset."""
    found = next(one for one in Path("/proc/self/status").read_text().splitlines() if line in one)
    return int(found.split()[1]) / 1024


def _added(work: Callable[[], object]) -> tuple[float, Any]:
    """Megabytes that ``work`` adds at most to a child of this process, and what it answers.

    The child shares the connection, hence the rows of this transaction; the parent waits.
    """
    out, into = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            Path("/proc/self/clear_refs").write_text("5")
            before = _memory("VmRSS")
            answer = work()
            os.write(into, json.dumps([_memory("VmHWM") - before, answer]).encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as told:
        said = told.read()
    os.waitpid(child, 0)
    added, answer = json.loads(said)
    return added, answer


def _write(code: str, format: str, selection: Selection) -> int:
    """Write a whole file; its bytes."""
    file = export_files.get(code)
    if format == "csv":
        return sum(len(line) for line in write_csv(file, selection, people=True))
    if format == "xlsx":
        with write_xlsx(file, selection, people=True) as book:
            return book.seek(0, os.SEEK_END)
    return len(write_pdf(file, selection, people=True))


@pytest.fixture
def selection(world: Any, cast: Any) -> Selection:
    _fill(world, cast.service(), FEW)
    return Selection.read(world.process, QueryDict())


def test_export_thousands_in_little_memory(
    world: Any, cast: Any, selection: Selection, record_property: Any
) -> None:
    for code, format in SHEETS:
        _write(code, format, selection)  # what a first run loads once is not the rows'
    few = {one: _added(lambda one=one: _write(*one, selection)) for one in SHEETS}
    _fill(world, cast.service(), MANY - FEW)
    many = {one: _added(lambda one=one: _write(*one, selection)) for one in SHEETS}
    for one in SHEETS:
        record_property("-".join(one), (few[one], many[one]))
        assert many[one][1] > few[one][1] * 5
        assert many[one][0] < few[one][0] + SLACK, (one, few[one], many[one])


def test_print_what_can_be_read_only(world: Any, cast: Any, selection: Selection) -> None:
    """A paper has an end: beyond it, it is refused before anything is composed."""
    papers = [(code, "pdf") for code in (*FILES, "catalogue")]

    def refused(code: str, format: str) -> str:
        try:
            return str(_write(code, format, selection))
        except Refused as refusal:
            return refusal.refusal.code

    _fill(world, cast.service(), 200)
    for one in papers:
        added, said = _added(lambda one=one: refused(*one))
        assert said == "too_long"
        assert added < 40, one
