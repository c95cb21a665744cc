"""Two cities that look alike: same material, same slugs, same numbers, same addresses.

Every text of the first one bears ``MARK``, so that whatever leaks into the second is seen at once.
Each has one of everything: an edition delivered, one under review, a vote and a deposit under way.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from tests.twin_paper import lay_paper
from tests.twin_reviews import fill_reviews, fill_services

#: A letter that no page of the product uses; it takes the place of « e » in the first city.
MARK = "ⵣ"
#: How it looks inside an address and inside JSON.
MARKS = (MARK, "%E2%B5%A3", "\\u2d63")
MATERIAL = "villeneuve"
#: Names are marked though they hold no space, unlike codes and keys.
NAMES = {"first_name", "last_name"}
PROCESSES = ("premier", "deuxieme", "vote-en-cours", "depot-en-cours")


@dataclass
class Twin:
    """A city, its people by role, and a browser of its resident with something in each drawer."""

    site: Any
    host: str
    resident: Any = None
    #: Another resident, who has no ballot in an open box.
    neighbour: Any = None
    agent: Any = None
    decider: Any = None
    owner: Any = None
    administrator: Any = None
    window: Client = field(default_factory=Client)
    #: Identifiers of what was made, by name: draft, code, receipt, picture…
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def letter(self) -> str:
        return MARK if self.host == "marquee.test" else "e"

    def client(self, person: Any = None, **options: Any) -> Client:
        """A fresh window on this city, signed in as ``person``."""
        window = Client(headers={"host": self.host}, raise_request_exception=False, **options)
        if person is not None:
            with self.inside():
                window.force_login(person)
        return window

    @contextmanager
    def inside(self) -> Iterator[None]:
        from preau.tenancy.scope import use_site

        with use_site(self.site):
            yield

    def browser(self) -> Client:
        """The resident's own window, as it was left: signed in, with a draft and a ballot."""
        window = self.client()
        window.cookies = copy.deepcopy(self.window.cookies)
        return window

    def people(self) -> dict[str, Any]:
        return {
            "resident": self.resident,
            "neighbour": self.neighbour,
            "agent": self.agent,
            "decider": self.decider,
            "owner": self.owner,
            "administrator": self.administrator,
        }


def build_twins() -> tuple[Twin, Twin]:
    """The marked city and the plain one. Called inside a transaction that is undone."""
    from preau.demo.content import load
    from preau.tenancy.middleware import forget_hosts

    forget_hosts()
    city = load(MATERIAL)
    return _build(_changed(city, _mark), "marquee.test"), _build(city, "simple.test")


def _changed(one: Any, change: Callable[[str, Any], Any], name: str = "") -> Any:
    """The same material with ``change(field name, value)`` in place of each value."""
    if is_dataclass(one) and not isinstance(one, type):
        return replace(
            one,
            **{
                each.name: _changed(getattr(one, each.name), change, each.name)
                for each in fields(one)
            },
        )
    if isinstance(one, tuple):
        return tuple(_changed(each, change, name) for each in one)
    return change(name, one)


def _mark(name: str, value: Any) -> Any:
    if isinstance(value, str) and (" " in value or name in NAMES) and name != "email":
        return value.replace("e", MARK).replace("é", MARK)
    return value


def _shifted(edition: Any, days: int) -> Any:
    """The same edition, ``days`` later."""

    def later(name: str, value: Any) -> Any:
        is_day = name == "in_days" or name.endswith("_in")
        return value + days if is_day and isinstance(value, int) else value

    return _changed(edition, later)


def _build(city: Any, host: str) -> Twin:
    from preau.demo.seeding.editions import write_edition
    from preau.demo.seeding.front import dress
    from preau.demo.seeding.ground import lay_ground
    from preau.demo.seeding.town import Town
    from preau.kernel import clock
    from preau.processes.models import Process

    site = lay_ground(city, (host,))
    site.slug = host.replace(".", "-")
    site.save(update_fields=["slug"])
    twin = Twin(site, host)
    with twin.inside(), timezone.override(site.zone_info), translation.override("fr"):
        town = Town.read(city, site, timezone.localdate(clock.now()))
        for slug, edition in zip(PROCESSES, _editions(city), strict=True):
            write_edition(town, edition)
            Process.objects.order_by("-pk").filter(pk=Process.objects.latest("pk").pk).update(
                slug=slug
            )
        dress(town)
        _name_people(twin, town)
        _fill_drawers(twin)
    return twin


def _editions(city: Any) -> list[Any]:
    """The two of the material, the first as if its vote were open, the second its deposit."""
    first, second = city.editions
    voting = _shifted(first, 607)
    collecting = _shifted(second, 45)
    known = tuple(one for one in collecting.proposals if one.deposited_in < 0)
    return [
        first,
        second,
        replace(
            voting,
            title="Vote en cours",
            state="voting",
            voters=40,
            deliveries=(),
            ballot_format="ranked",
        ),
        replace(collecting, title="Depot en cours", state="collecting", proposals=known),
    ]


def _name_people(twin: Twin, town: Any) -> None:
    from preau.accounts.models import Membership, Role, User

    people = town.people
    twin.resident, twin.owner = people["paul"], people["samia-oudin"]
    twin.administrator, twin.decider = people["helene-aubert"], people["ines-fauvel"]
    twin.agent = people["lea-moret"]
    assert Membership.objects.filter(user=twin.agent, role=Role.AGENT).exists()
    twin.neighbour = User.objects.filter(memberships=None).exclude(pk=twin.resident.pk)[0]
    for name, person in twin.people().items():
        setattr(twin, name, User.objects.get(pk=person.pk))


def _fill_drawers(twin: Twin) -> None:
    """What a resident leaves behind: a draft with its code, a ballot, a receipt, a picture, mail."""
    from preau.accounts.actions import issue_email_code
    from preau.accounts.models import Service
    from preau.delivery.models import Delivery
    from preau.messaging.models import Email
    from preau.processes.models import Process
    from preau.proposals.models import Draft, Proposal, Status, Theme
    from preau.territory.models import Zone
    from preau.voting.models import BallotDraft, Contest

    from .twin_rooms import fill_rooms

    things = twin.things
    twin.window = twin.client(twin.resident)
    things |= {"draft": _draft(twin), "sent": _sent_draft(twin)}
    things["code"] = _resume_code(twin)
    _print_letters(twin)
    draft = Draft.objects.get(pk=things["draft"])
    draft.picture = _picture(twin)
    draft.data["shown"] = {"titre": [{"number": 1, "score": 80, "metres": None}]}
    draft.save(update_fields=["picture", "data"])
    things["picture"] = draft.picture
    vote = Contest.objects.filter(election__step__process__slug="vote-en-cours").first()
    counted = Contest.objects.filter(election__step__process__slug="premier").first()
    assert vote is not None
    assert counted is not None
    things |= {"contest": vote.slug, "counted": counted.slug}
    _rehearse(twin, counted)
    things["counted_receipt"] = counted.receipts.all()[0].code
    things["options"] = list(vote.options.values_list("pk", flat=True))
    things["receipt"] = _vote(twin, vote)
    things["paper"] = lay_paper(twin, vote)
    chosen = {"act": "add", "option": things["options"][2]}
    twin.window.post(f"/demarches/vote-en-cours/voter/{vote.slug}/choix/", chosen)
    assert BallotDraft.objects.exists()
    twin.window.post("/connexion/", {"email": "quelquun@example.org"})
    things["email_code"] = issue_email_code(email="quelquun@example.org")
    things["mail"] = Email.objects.latest("pk").pk
    things["delivery"] = Delivery.objects.order_by("pk")[0].pk
    things["milestone"] = Delivery.objects.order_by("pk")[0].milestones.all()[0].pk
    things["zone"] = Zone.objects.order_by("-pk")[0].pk
    things["proposals"] = {
        slug: Proposal.objects.filter(process__slug=slug).order_by("number")[0]
        for slug in PROCESSES
    }
    things["mine"] = Proposal.objects.filter(
        author=twin.resident, process__slug="depot-en-cours"
    ).latest("pk")
    waiting = Proposal.objects.filter(process__slug="deuxieme", status=Status.REVIEW)
    things["waiting"] = waiting.order_by("number")[0].number
    fill_rooms(twin)
    things["theme"], things["service"] = (
        Theme.objects.latest("pk").pk,
        Service.objects.latest("pk").pk,
    )
    from .twin_lots import ballot_text, lots, prepared
    from .twin_merges import fill_merges

    things["lot_prepared"], things["lot_done"] = lots(twin)
    things["prepared"] = prepared(twin)
    things["retained"], things["text_link"] = ballot_text(twin)
    things["persona"] = twin.resident.pk
    steps = Process.objects.with_steps().get(slug="depot-en-cours").ordered_steps
    things["steps"] = [step.slug for step in steps]
    things["review"] = Process.objects.with_steps().get(slug="deuxieme").ordered_steps[1]
    fill_services(twin)
    fill_reviews(twin)
    fill_merges(twin)


def _draft(twin: Twin) -> int:
    from preau.proposals.models import Draft

    response = twin.window.post("/demarches/depot-en-cours/proposer/")
    assert response.status_code == 302, response.content
    draft = Draft.objects.latest("pk")
    twin.window.post(
        f"/demarches/depot-en-cours/brouillon/{draft.pk}/",
        {
            "title": f"Un banc s{twin.letter}cret",
            "where": "town",
            "idea": "Un banc de pierre, à l’ombre du tilleul, pour attendre le car sans fatigue.",
            "alt": "Un banc vide",
            "author_kind": "alone",
            "author_name": f"Paul l{twin.letter} Long",
        },
    )
    return int(draft.pk)


def _sent_draft(twin: Twin) -> int:
    """A draft that became an idea: its receipt can be read."""
    from preau.proposals.actions import Deposit
    from preau.proposals.drafts import submit_draft
    from preau.proposals.models import Draft

    twin.window.post("/demarches/depot-en-cours/proposer/")
    draft = Draft.objects.latest("pk")
    word = f"Un banc d{twin.letter}posé"
    deposit = Deposit(title=word, idea=f"{word} devant l’école, pour s’asseoir à l’ombre.")
    answer = submit_draft(draft=draft, author=twin.resident, deposit=deposit)
    assert hasattr(answer, "number"), answer
    return int(draft.pk)


def _print_letters(twin: Twin) -> None:
    """A batch of codes for a vote to come."""
    from preau.electorate.codes import Recipient, make_codes
    from preau.electorate.queries import electorate_of
    from preau.processes.models import Step

    step = Step.objects.get(process__slug="deuxieme", kind="vote")
    make_codes(
        electorate=electorate_of(step), label="Foy", recipients=[Recipient()], actor=twin.owner
    )


def _resume_code(twin: Twin) -> str:
    from preau.proposals.drafts import give_code
    from preau.proposals.models import Draft

    return give_code(draft=Draft.objects.get(pk=twin.things["draft"]))


def _picture(twin: Twin) -> Any:
    from PIL import Image

    from preau.media.actions import take_picture
    from preau.media.models import Picture

    body = io.BytesIO()
    Image.new("RGB", (600, 400), "#2B6A49").save(body, "JPEG")
    size = body.tell()
    body.seek(0)
    taken = take_picture(upload=body, size=size, alt="Un arbre", owner=twin.resident)
    assert isinstance(taken, Picture)
    return taken


def _rehearse(twin: Twin, contest: Any) -> None:
    """A report of a rehearsal, with its minutes."""
    from preau.budgeting.minutes import rehearsal_facts
    from preau.voting.rehearsal import rehearse

    rehearse(
        election=contest.election,
        voters=4,
        seed=twin.site.slug,
        actor=twin.owner,
        describe=lambda one, count: {"minutes": rehearsal_facts(one, count)},
    )


def _vote(twin: Twin, contest: Any) -> str:
    from preau.voting.actions import cast_ballot

    receipt = cast_ballot(contest=contest, voter=twin.resident, choices=twin.things["options"][:2])
    assert hasattr(receipt, "code"), receipt
    return str(receipt.code)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
