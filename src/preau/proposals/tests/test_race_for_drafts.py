"""Sixteen at once, on real connections: one deposit, numbers without a hole, few guesses."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals import drafts
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Draft, Proposal, ResumeAttempt, Support
from preau.proposals.supports import support
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import use_site
from preau.tenancy.tests.races import THREADS, together


@pytest.fixture
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Step, Any]]:
    """A deposit that is really committed, in a city that no other test can see."""
    from conftest import Cast

    with django_db_blocker.unblock():
        city = Site.objects.create(slug=f"durable-{uuid.uuid4().hex[:8]}", name="Durable")
        Domain.objects.create(site=city, host=f"{city.slug}.test", is_canonical=True)
        with use_site(city):
            process = Process.objects.create(
                title="Budget", slug="bp", blueprint="bp", state="published"
            )
            at = clock.now()
            step = Step.objects.create(
                process=process,
                order=1,
                kind="collection",
                title="Dépôt",
                slug="depot",
                opens_at=at - timedelta(days=1),
                closes_at=at + timedelta(days=1),
            )
            yield step, Cast(city)
        connections.close_all()


def test_submit_a_draft_once(lasting: tuple[Step, Any]) -> None:
    step, cast = lasting
    nadia = cast.nadia
    draft = drafts.start_draft(step=step, person=nadia, visitor="v")
    deposit = Deposit(title="Un banc", idea="Au soleil")

    def submit(_number: int) -> Any:
        mine = Draft.objects.get(pk=draft.pk)
        return drafts.submit_draft(draft=mine, author=nadia, deposit=deposit)

    answers = together(submit)
    assert {one.pk for one in answers} == {Proposal.objects.get().pk}


def test_number_without_hole(lasting: tuple[Step, Any]) -> None:
    step, cast = lasting
    nadia = cast.nadia

    def deposit(number: int) -> int:
        mine = Step.objects.select_related("process").get(pk=step.pk)
        said = Deposit(title=f"Idée {number}", idea="Texte")
        return submit_proposal(step=mine, author=nadia, deposit=said, send_receipt=False).number

    assert sorted(together(deposit)) == list(range(1, THREADS + 1))


def test_support_once(lasting: tuple[Step, Any]) -> None:
    step, cast = lasting
    nadia, paul = cast.nadia, cast.paul
    said = Deposit(title="Un banc", idea="Texte")
    proposal = submit_proposal(step=step, author=nadia, deposit=said, send_receipt=False)
    together(lambda _number: support(proposal=Proposal.objects.get(pk=proposal.pk), person=paul))
    assert Support.objects.count() == 1


def test_guess_no_more_than_allowed(lasting: tuple[Step, Any]) -> None:
    answers = together(
        lambda _number: drafts.resume_draft(code="AAAAAA", person=AnonymousUser(), visitor="thief")
    )
    codes = [one.code for one in answers]
    assert codes.count("wrong_code") == drafts.MOST_TRIES == ResumeAttempt.objects.count()
    assert codes.count("too_many_tries") == THREADS - drafts.MOST_TRIES
