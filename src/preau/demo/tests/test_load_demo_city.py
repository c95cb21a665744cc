"""The demonstration city holds together: counts, money, places, people, dates."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from statistics import mean, pstdev
from xml.etree import ElementTree

import pytest
from shapely import Point, Polygon, unary_union

from preau.demo.content import CITIES, CITY_WIDE, ILLUSTRATIONS, DemoCity, Edition, load


@pytest.fixture
def city() -> DemoCity:
    return load()


@pytest.fixture
def reference(city: DemoCity) -> Edition:
    return city.edition("reference")


def test_unknown_city_is_refused() -> None:
    with pytest.raises(KeyError):
        load("atlantis")


def test_loading_twice_gives_the_same_city(city: DemoCity) -> None:
    load.cache_clear()
    assert load() == city


def test_reference_edition_has_the_counts_of_a_real_one(reference: Edition) -> None:
    assert len(reference.proposals) == 287
    assert len(reference.by_outcome("ballot")) == 129
    refused, merged = reference.by_outcome("refused"), reference.by_outcome("merged")
    assert len(refused) + len(merged) == 158
    assert [p.ref for p in reference.proposals] == list(range(1, 288))


def test_each_neighbourhood_has_a_ballot_worth_ranking(city: DemoCity, reference: Edition) -> None:
    sizes = {zone.code: len(reference.on_ballot(zone.code)) for zone in city.zones}
    assert len(sizes) == 14
    assert set(sizes.values()) <= {7, 8, 9}
    assert len(reference.on_ballot(CITY_WIDE)) == 129 - sum(sizes.values())


@pytest.mark.parametrize("key", ["reference", "delivered"])
def test_envelopes_sum_to_three_million_euros(city: DemoCity, key: str) -> None:
    envelopes = city.edition(key).envelopes
    assert len(envelopes) == 15
    assert sum(envelope.cents for envelope in envelopes) == 300_000_000
    assert {e.cents for e in envelopes if e.contest != CITY_WIDE} == {17_857_100}


@pytest.mark.parametrize("key", ["reference", "delivered"])
def test_costs_respect_the_cap_and_the_envelope(city: DemoCity, key: str) -> None:
    edition = city.edition(key)
    assert city.rulebook is not None
    envelope = {e.contest: e.cents for e in edition.envelopes}
    for proposal in edition.by_outcome("ballot"):
        assert proposal.voted_cents is not None
        limit = min(envelope[proposal.contest], city.rulebook.values.cap_cents)
        assert 0 < proposal.voted_cents <= limit, proposal.title


def test_texts_respect_the_rulebook_and_vary_like_real_ones(
    city: DemoCity, reference: Edition
) -> None:
    assert city.rulebook is not None
    values = city.rulebook.values
    texts = [len(proposal.text) for proposal in reference.proposals]
    titles = [len(proposal.title) for proposal in reference.proposals]
    assert values.min_text <= min(texts)
    assert max(texts) <= values.max_text
    assert 700 < mean(texts) < 1000
    assert 250 < pstdev(texts) < 450
    assert 45 < mean(titles) < 60
    assert 18 < pstdev(titles) < 30
    assert max(titles) <= 150


@pytest.mark.parametrize("key", ["reference", "delivered", "youth", "schools"])
def test_titles_are_all_different(city: DemoCity, key: str) -> None:
    titles = Counter(p.title.casefold() for p in city.edition(key).proposals)
    assert [title for title, times in titles.items() if times > 1] == []


def test_ballot_titles_are_all_different_within_a_contest(reference: Edition) -> None:
    titles = Counter((p.contest, p.ballot_title) for p in reference.by_outcome("ballot"))
    assert max(titles.values()) == 1


def test_no_two_texts_read_the_same(reference: Edition) -> None:
    """Residents may share a worry, never a whole text."""
    bags = [(p.ref, set(p.text.casefold().split())) for p in reference.proposals]
    close = [
        (one, other)
        for (one, first), (other, second) in combinations(bags, 2)
        if len(first & second) > 0.8 * max(len(first), len(second))
    ]
    assert close == []


def test_costs_spread_like_real_ones(reference: Edition) -> None:
    cents = sorted(p.voted_cents or 0 for p in reference.by_outcome("ballot"))
    low, middle, high = (cents[len(cents) * k // 4] for k in (1, 2, 3))
    assert 4_000_000 < low < middle < high
    assert 6_000_000 < middle < 11_000_000
    assert high < 16_000_000


def test_refusals_quote_a_known_motive_and_article(city: DemoCity, reference: Edition) -> None:
    assert city.rulebook is not None
    motives = {motive.code: motive for motive in city.motives}
    articles = {article.number for article in city.rulebook.articles}
    for proposal in reference.by_outcome("refused"):
        assert proposal.refusal is not None
        assert motives[proposal.refusal.motive].article in articles
        assert proposal.refusal.detail.endswith(".")
    used = {p.refusal.motive for p in reference.proposals if p.refusal}
    assert len(used) >= 13


def test_merged_ideas_join_one_of_the_ballot_that_came_first(reference: Edition) -> None:
    by_ref = {proposal.ref: proposal for proposal in reference.proposals}
    for proposal in reference.by_outcome("merged"):
        assert proposal.merged_into is not None
        target = by_ref[proposal.merged_into]
        assert target.outcome == "ballot"
        assert target.contest == proposal.contest


def test_duplicates_are_close_in_place_and_theme(reference: Edition) -> None:
    by_ref = {proposal.ref: proposal for proposal in reference.proposals}
    assert len(reference.duplicates) == 12
    for first, second in reference.duplicates:
        one, other = by_ref[first], by_ref[second]
        assert (one.theme, one.place_name) == (other.theme, other.place_name)
        assert one.text != other.text


@pytest.mark.parametrize("key", CITIES)
def test_zones_cover_the_city_without_gap_or_overlap(key: str) -> None:
    polygons = [Polygon(zone.ring) for zone in load(key).zones]
    assert all(polygon.is_valid for polygon in polygons)
    town = unary_union(polygons)
    assert town.geom_type == "Polygon"
    assert len(town.interiors) == 0
    assert town.area == pytest.approx(sum(polygon.area for polygon in polygons), rel=1e-9)


@pytest.mark.parametrize("key", CITIES)
def test_places_lie_in_their_zone(key: str) -> None:
    for zone in load(key).zones:
        polygon = Polygon(zone.ring)
        assert len(zone.streets) >= 4
        for place in zone.places:
            assert polygon.contains(Point(place.lon, place.lat)), place.name


@pytest.mark.parametrize("key", ["reference", "delivered", "youth", "schools"])
def test_proposals_lie_in_their_zone(city: DemoCity, key: str) -> None:
    polygons = {zone.code: Polygon(zone.ring) for zone in city.zones}
    for proposal in city.edition(key).proposals:
        if proposal.zone is None:
            assert proposal.lon is None
            continue
        assert proposal.lon is not None
        assert proposal.lat is not None
        assert polygons[proposal.zone].contains(Point(proposal.lon, proposal.lat))


def test_people_services_and_themes_are_known(city: DemoCity) -> None:
    services = {service.code for service in city.services}
    people = {person.key: person for person in city.people}
    residents = {resident.key for resident in city.residents}
    assert len(services) == 30
    assert len(residents) == 400
    assert sum(person.role == "agent" for person in city.people) == 95
    assert {"nadia", "lucas", "irene", "karim", "odile", "paul", "marc", "samir"} <= set(people)
    assert {person.service for person in city.people} - {None} == services
    for service in city.services:
        assert people[service.lead].service == service.code
    for edition in city.editions:
        for proposal in edition.proposals:
            assert proposal.author in residents | set(people)
            assert proposal.service in services
            assert proposal.theme in {theme.code for theme in city.themes}


def test_nobody_deposits_more_than_the_rulebook_allows(city: DemoCity, reference: Edition) -> None:
    assert city.rulebook is not None
    by_author = Counter(proposal.author for proposal in reference.proposals)
    assert max(by_author.values()) <= city.rulebook.values.max_proposals_per_person


def test_proposals_are_deposited_while_the_step_is_open(city: DemoCity) -> None:
    for edition in city.editions:
        step = next(step for step in edition.steps if step.kind == "collection")
        days = [proposal.deposited_in for proposal in edition.proposals]
        assert days == sorted(days)
        assert step.opens_in <= min(days)
        assert max(days) <= min(step.closes_in, -1)


def test_steps_follow_each_other_and_one_is_open_now(city: DemoCity) -> None:
    kinds = {
        "delivered": "delivery",
        "reference": "vote",
        "youth": "collection",
        "schools": "review",
    }
    for edition in city.editions:
        starts = [step.opens_in for step in edition.steps]
        assert starts == sorted(starts)
        open_now = [s.kind for s in edition.steps if s.opens_in <= 0 < s.closes_in]
        assert open_now == [kinds[edition.key]]


def test_themes_have_a_drawing(city: DemoCity) -> None:
    for theme in city.themes:
        root = ElementTree.parse(ILLUSTRATIONS / theme.illustration).getroot()  # noqa: S314
        assert root.get("viewBox") == "0 0 480 300"


def test_second_city_differs_at_first_sight(city: DemoCity) -> None:
    other = load("villeneuve")
    assert len(other.zones) == 4
    assert 8_500 < other.population < 9_500
    assert 105_000 < city.population < 112_000
    assert other.brand_colour != city.brand_colour
    assert any(person.key == "paul" for person in other.people)
