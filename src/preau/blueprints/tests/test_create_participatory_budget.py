from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from preau.blueprints.participatory_budget import (
    Calendar,
    CriterionDraft,
    MotiveDraft,
    Rules,
    checklist,
    create,
)
from preau.blueprints.registry import blueprints
from preau.ledger.models import Entry
from preau.processes.models import Process

DAY = timedelta(days=1)
RULES = Rules(
    least_age=11,
    most_cost_cents=25_000_000,
    motives=(MotiveDraft("technique", "Impossible ici", "Le sol ne s’y prête pas.", "11"),),
    criteria=(CriterionDraft("Est-ce possible à cet endroit ?", "11", "technique"),),
)
ARTICLES = {"articles": [{"number": "11", "title": "Faisabilité", "text": "Cela doit tenir."}]}


def calendar(at: datetime) -> Calendar:
    return Calendar(
        deposit=(at, at + 10 * DAY),
        review=(at + 10 * DAY, at + 20 * DAY),
        vote=(at + 21 * DAY, at + 30 * DAY),
        results=at + 30 * DAY,
        delivery=(at + 40 * DAY, None),
    )


@pytest.fixture
def process(cast: Any, noon: datetime) -> Process:
    return create(
        title="Budget participatif",
        slug="budget-participatif",
        actor=cast.odile,
        calendar=calendar(noon),
        envelopes={cast.zone().pk: 17_857_100, None: 50_000_600},
        rules=RULES,
        summary="300 000 € pour les quartiers.",
        rulebook=ARTICLES,
        contact_email="participation@example.org",
    )


def test_lays_five_steps_in_order(process: Process, noon: datetime) -> None:
    steps = process.ordered_steps
    assert [step.kind for step in steps] == ["collection", "review", "vote", "results", "delivery"]
    assert [step.state for step in steps] == ["open", "future", "future", "future", "future"]
    assert steps[2].closes_at == noon + 30 * DAY
    assert process.state == Process.State.PUBLISHED
    assert process.published_at == noon


def test_asks_age_and_residence_of_voters_only(process: Process) -> None:
    deposit, _review, vote = process.ordered_steps[:3]
    assert [one.kind for one in deposit.requirements.all()] == ["email", "name"]
    assert [(one.kind, one.rule) for one in vote.requirements.all()] == [
        ("email", {}),
        ("age", {"least": 11}),
        ("residence", {"kind": "quarter"}),
    ]


def test_settings_follow_the_rules(process: Process) -> None:
    deposit, review = process.ordered_steps[:2]
    assert deposit.collection.most_cost_cents == 25_000_000
    assert deposit.collection.criteria == ["Est-ce possible à cet endroit ?"]
    assert review.review.most_cost_cents == 25_000_000
    criterion = review.criteria.get()
    assert criterion.motive is not None
    assert criterion.motive.code == "technique"
    assert process.edition.points == [3, 2, 1]


def test_envelopes_are_those_given(process: Process, cast: Any) -> None:
    found = {one.zone_id: one.cents for one in process.edition.envelopes.all()}
    assert found == {cast.zone().pk: 17_857_100, None: 50_000_600}


def test_the_ledger_says_who_created_it(process: Process, cast: Any) -> None:
    entry = Entry.objects.get(verb="created", subject_id=process.pk, process_id=process.pk)
    assert entry.actor == cast.odile
    assert entry.data == {"blueprint": "participatory_budget"}


def test_a_complete_edition_has_nothing_blocking_of_its_own(process: Process) -> None:
    assert [one.is_done for one in checklist(process)[:5]] == [True] * 5


def test_checklist_names_what_is_missing(cast: Any, noon: datetime) -> None:
    dates = calendar(noon)
    bare = create(
        title="Vide",
        slug="vide",
        actor=cast.odile,
        envelopes={},
        is_published=False,
        calendar=Calendar(
            deposit=dates.vote,
            review=dates.review,
            vote=dates.deposit,
            results=dates.results,
            delivery=dates.delivery,
        ),
    )
    assert bare.state == Process.State.DRAFT
    assert [one.is_done for one in checklist(bare)[:5]] == [False] * 5


def test_a_slug_serves_once_and_nothing_is_left_of_the_second(
    process: Process, cast: Any, noon: datetime
) -> None:
    again = {"title": "Encore", "slug": process.slug, "actor": cast.odile}
    with pytest.raises(IntegrityError), transaction.atomic():
        create(calendar=calendar(noon), envelopes={None: 100}, **again)
    assert Process.objects.count() == 1


def test_the_blueprint_is_registered() -> None:
    assert blueprints.get("participatory_budget").create is create
