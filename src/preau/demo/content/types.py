"""Shapes of the demonstration material.

Three conventions hold everywhere. Money is in integer cents (`_cents`). A date is a number of days
from today (`_in`; negative is past), so that the demonstration never grows old. A person, a zone or
a service is named by its key, and a proposal by its number (`ref`) inside its edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["street", "school", "square", "park", "gymnasium", "community"]
Role = Literal[
    "agent", "decision-maker", "official", "resident", "neighbour", "commissioner", "operator"
]
StepKind = Literal["information", "collection", "review", "vote", "delivery"]
EditionState = Literal["collecting", "reviewing", "voting", "delivered"]
Outcome = Literal["collected", "ballot", "refused", "merged"]
DeliveryStatus = Literal["study", "works", "done", "late", "abandoned"]

CITY_WIDE = "city"
"""Key of the envelope and of the contest that cover the whole city."""


@dataclass(frozen=True, slots=True)
class Place:
    """A named point of a zone, in WGS84 degrees."""

    zone: str
    kind: PlaceKind
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A neighbourhood. `ring` is its closed outer ring, anticlockwise, as (lon, lat) in degrees."""

    code: str
    name: str
    of_name: str
    population: int
    ring: tuple[tuple[float, float], ...]
    places: tuple[Place, ...]

    @property
    def streets(self) -> tuple[Place, ...]:
        """Streets of the zone, each with one point inside it."""
        return tuple(place for place in self.places if place.kind == "street")


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the city. `lead` is the key of the agent in charge."""

    code: str
    name: str
    description: str
    lead: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a full name: agents, elected officials and the cast."""

    key: str
    role: Role
    first_name: str
    last_name: str
    gender: str
    title: str
    service: str | None
    zone: str | None
    age: int | None
    email: str


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident as the public site shows one: a first name and an initial."""

    key: str
    first_name: str
    initial: str
    gender: str
    zone: str
    age: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """Money of one contest: a zone code, or `CITY_WIDE`."""

    contest: str
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process. It closes on day `closes_in` at `closes_hour`, site time."""

    kind: StepKind
    title: str
    summary: str
    opens_in: int
    closes_in: int
    closes_hour: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why this proposal was not kept: a motive of the city, and the sentence of the service."""

    motive: str
    detail: str
    decided_in: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea, and what became of it.

    The three texts answer the three prompts: what is seen (`observation`), what is proposed
    (`idea`), for whom (`audience`). `author` is the key of a resident or of a person. `place_name`,
    `lon` and `lat` are empty for the whole city. `ballot_title` and `voted_cents` exist on the
    ballot only, `refusal` when refused, `merged_into` when merged, `due_in` while a service studies it.
    """

    ref: int
    title: str
    observation: str
    idea: str
    audience: str
    theme: str
    zone: str | None
    place_name: str
    lon: float | None
    lat: float | None
    estimated_cents: int | None
    author: str
    group: str
    service: str
    outcome: Outcome
    deposited_in: int
    minute_of_day: int
    ballot_title: str = ""
    voted_cents: int | None = None
    refusal: Refusal | None = None
    merged_into: int | None = None
    due_in: int | None = None

    @property
    def contest(self) -> str:
        """Key of the contest in which the proposal stands."""
        return self.zone or CITY_WIDE

    @property
    def text(self) -> str:
        """The whole text, one paragraph for each prompt."""
        return "\n\n".join(part for part in (self.observation, self.idea, self.audience) if part)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated stage of a delivery.

    `announced_in` is the day first promised, `expected_in` the present forecast (the same unless
    the stage is late), `reached_in` the day it really came, None while it has not.
    """

    title: str
    announced_in: int
    expected_in: int
    reached_in: int | None


@dataclass(frozen=True, slots=True)
class Update:
    """A piece of news about a delivery."""

    in_days: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a winner. `spent_cents` is final once done, so far otherwise."""

    proposal: int
    status: DeliveryStatus
    spent_cents: int
    reason: str
    milestones: tuple[Milestone, ...]
    updates: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A process with its steps, money and proposals.

    `duplicates` lists pairs of proposals that say the same thing on purpose. `voters` is the number
    of people who took part in the vote (0 without a vote). `presentation` is the text of its page.
    """

    key: str
    title: str
    summary: str
    state: EditionState
    steps: tuple[Step, ...]
    envelopes: tuple[Envelope, ...]
    proposals: tuple[Proposal, ...]
    deliveries: tuple[Delivery, ...]
    duplicates: tuple[tuple[int, int], ...]
    voters: int
    presentation: str = ""
    #: How people vote: ranked, approval, basket or grades.
    ballot_format: str = "ranked"

    def by_outcome(self, outcome: Outcome) -> tuple[Proposal, ...]:
        """Proposals that ended in this way, by number."""
        return tuple(p for p in self.proposals if p.outcome == outcome)

    def on_ballot(self, contest: str) -> tuple[Proposal, ...]:
        """Proposals put to the vote in this contest, by number.

        One envelope for everybody makes one contest, whatever the zones of the proposals.
        """
        found = self.by_outcome("ballot")
        if [one.contest for one in self.envelopes] == [CITY_WIDE]:
            return found if contest == CITY_WIDE else ()
        return tuple(p for p in found if p.contest == contest)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of ideas. `illustration` is an SVG drawing of the design system."""

    code: str
    name: str
    illustration: str


@dataclass(frozen=True, slots=True)
class Motive:
    """A reason to refuse, with the article of the rulebook and what remains possible."""

    code: str
    label: str
    article: int
    sentence: str
    remains: str


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """The rulebook in plain words: one question, one answer, one article to read further."""

    question: str
    answer: str
    article: int


@dataclass(frozen=True, slots=True)
class RulebookValues:
    """The limits of the rulebook that a machine can check."""

    min_age_propose: int
    min_age_vote: int
    total_cents: int
    zone_envelope_cents: int
    city_envelope_cents: int
    cap_cents: int
    max_proposals_per_person: int
    min_text: int
    max_text: int
    max_choices: int
    points: tuple[int, ...]
    max_running_cost_percent: int
    delivery_years: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    title: str
    adopted: str
    values: RulebookValues
    questions: tuple[PlainQuestion, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class News:
    in_days: int
    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A public meeting on day `in_days`, from `hour` (site time), for `minutes`."""

    in_days: int
    hour: int
    minutes: int
    title: str
    place: str
    zone: str
    description: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of free text on the home page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoCity:
    """A whole demonstration city, ready to be turned into rows through the product's actions."""

    key: str
    name: str
    short_name: str
    site_title: str
    tagline: str
    brand_colour: str
    header_style: str
    population: int
    contact_email: str
    zones: tuple[Zone, ...]
    services: tuple[Service, ...]
    people: tuple[Person, ...]
    residents: tuple[Resident, ...]
    themes: tuple[Theme, ...]
    motives: tuple[Motive, ...]
    rulebook: Rulebook | None
    editions: tuple[Edition, ...]
    blocks: tuple[Block, ...]
    faq: tuple[Faq, ...]
    news: tuple[News, ...]
    meetings: tuple[Meeting, ...]

    def edition(self, key: str) -> Edition:
        """The edition with this key; KeyError when there is none."""
        found = {edition.key: edition for edition in self.editions}
        return found[key]

    def zone(self, code: str) -> Zone:
        """The zone with this code; KeyError when there is none."""
        found = {zone.code: zone for zone in self.zones}
        return found[code]
