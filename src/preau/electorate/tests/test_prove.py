"""A proof serves one elector of a step, once, whoever shows it again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from preau.accounts.models import Guest
from preau.electorate.models import Proof
from preau.electorate.proving import prove
from preau.electorate.queries import elector_of
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, Requirement, Step


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    step = Step.objects.create(process=process, order=1, kind="vote", title="Vote", slug="vote")
    Requirement.objects.create(step=step, order=1, kind="postcode", rule={"codes": ["18000"]})
    return step


def _show(step: Step, person: Any, *, is_secret: bool = True, key: str = "a" * 64) -> Any:
    return prove(step=step, person=person, kind="code", key=key, is_secret=is_secret)


def test_refuse_second_account(step: Step, cast: Any) -> None:
    assert _show(step, cast.nadia).id == cast.nadia.public_id
    assert _show(step, cast.nadia).id == cast.nadia.public_id
    refusal = _show(step, cast.paul)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "already_used"
    assert Proof.objects.count() == 1


def test_take_over_what_a_guest_proved(step: Step, cast: Any) -> None:
    """Vote without an account, then show the same code once signed in: one voice, kept."""
    guest = Guest(uuid.uuid4())
    _show(step, guest)
    prove(step=step, person=cast.nadia, kind="postcode")
    assert _show(step, cast.nadia).id == guest.public_id
    assert elector_of(step, cast.nadia).id == guest.public_id
    assert _show(step, cast.paul).code == "already_used"


def test_come_back_as_same_guest_from_another_browser(step: Step, cast: Any) -> None:
    first, again = Guest(uuid.uuid4()), Guest(uuid.uuid4())
    _show(step, first)
    assert _show(step, again).id == first.public_id
    assert Proof.objects.count() == 1


def test_refuse_to_join_two_electors(step: Step, cast: Any) -> None:
    """Two codes never make one person, nor one code two."""
    first, second = Guest(uuid.uuid4()), Guest(uuid.uuid4())
    _show(step, first)
    _show(step, second, key="b" * 64)
    assert _show(step, second).code == "already_used"


def test_refuse_again_what_is_no_secret(step: Step, cast: Any) -> None:
    """A name and a birth date are known to others: the first who says them keeps them."""
    _show(step, Guest(uuid.uuid4()), is_secret=False)
    assert _show(step, Guest(uuid.uuid4()), is_secret=False).code == "already_used"


def test_mean_nothing_in_another_step(step: Step, cast: Any) -> None:
    other = Step.objects.create(
        process=step.process, order=2, kind="vote", title="Autre", slug="autre"
    )
    _show(step, cast.nadia)
    assert _show(other, cast.paul).id == cast.paul.public_id


_INSERT = """
INSERT INTO electorate_proof (step_id, kind, key, elector, at)
VALUES (%s, 'code', %s, gen_random_uuid(), now())
"""


def test_database_refuses_second_elector_of_a_proof(step: Step) -> None:
    """Whatever code forgets to ask, two electors never share a code."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [step.pk, "a" * 64])
        with (
            pytest.raises(IntegrityError, match="one_elector_per_proof"),
            transaction.atomic(),
        ):
            cursor.execute(_INSERT, [step.pk, "a" * 64])
