"""What a juror reads: the room that keeps more of a proposal answers first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from preau.kernel.registry import Registry
from preau.proposals import readings
from preau.proposals.models import Proposal

pytestmark = pytest.mark.django_db


class _Room:
    """A room that knows one proposal."""

    def __init__(self, known: Proposal) -> None:
        self.known = known

    def sections(self, proposal: Proposal, *, anonymous: bool) -> list[readings.Section] | None:
        if proposal.pk != self.known.pk:
            return None
        who = () if anonymous else (("Association", "Les Amis du parc"),)
        return [readings.Section("Qui", who)]

    def asked(self, proposals: Sequence[Proposal]) -> dict[int, int]:
        return {one.pk: 120_000 for one in proposals if one.pk == self.known.pk}

    def kept_out(self, proposals: Sequence[Proposal]) -> set[int]:
        return {one.pk for one in proposals if one.pk == self.known.pk}


def test_a_proposal_of_no_room_reads_by_its_own_words(deposit: Callable[..., Proposal]) -> None:
    one = deposit("Des bancs", finding="Il en manque.", declared_cost_cents=50_000)
    (section,) = readings.reading_of(one, anonymous=True)
    assert section.title == "Des bancs"
    assert [said for _, said in section.lines] == ["Il en manque.", "Des bancs et des arbres."]
    assert readings.asked_cents(one) == 50_000


def test_the_room_of_a_proposal_says_its_reading_and_its_amount(
    deposit: Callable[..., Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = deposit("Une fête"), deposit("Un mur peint", declared_cost_cents=9_900)
    rooms: Registry[readings.Reader] = Registry("reader of proposals")
    rooms.add("calls", _Room(one))
    monkeypatch.setattr(readings, "readers", rooms)
    assert readings.reading_of(one, anonymous=False)[0].lines == (
        ("Association", "Les Amis du parc"),
    )
    assert readings.reading_of(one, anonymous=True)[0].lines == ()
    assert readings.reading_of(other, anonymous=False)[0].title == "Un mur peint"
    assert readings.asked_by([one, other]) == {one.pk: 120_000, other.pk: 9_900}
    assert readings.kept_out_of([one, other]) == {one.pk}
