"""Once nobody can contest the vote, what could say who took part is destroyed."""

from __future__ import annotations

from typing import Any

from preau.electorate.codes import Recipient, make_codes
from preau.electorate.forgetting import forget_people
from preau.electorate.groups import set_group
from preau.electorate.models import Batch, Code, Electorate, Member, Proof, RollLine
from preau.electorate.proving import prove
from preau.electorate.queries import electorate_of
from preau.electorate.rolls import import_roll
from preau.processes.models import Process, Step


def _step(slug: str) -> Step:
    process = Process.objects.create(title=slug, slug=slug, blueprint="bp", state="published")
    return Step.objects.create(process=process, order=1, kind="vote", title="Vote", slug="vote")


def test_destroy_all_of_one_vote(site: Any, cast: Any) -> None:
    over, going = _step("a"), _step("b")
    for step in (over, going):
        held = electorate_of(step)
        make_codes(electorate=held, label="x", recipients=[Recipient()] * 2, actor=cast.odile)
        text = "Nom;Prénom;Date de naissance\nOrme;Ana;2/6/1980"
        import_roll(electorate=held, text=text, actor=cast.odile)
        set_group(electorate=held, emails=["a@example.org"], actor=cast.odile)
        prove(step=step, person=cast.nadia, kind="code", key="a" * 64, is_secret=True)
    key = electorate_of(over).key
    counts = forget_people(step=over)
    assert counts == {"proofs": 1, "imported_lines": 1, "members": 1, "codes": 2}
    assert electorate_of(over).key != key
    for model in (RollLine, Code, Member, Batch):
        assert {one.electorate_id for one in model.objects.all()} == {electorate_of(going).pk}
    assert Proof.objects.get().step == going
    assert Electorate.objects.count() == 2
