"""The demonstration cities in the database: whole, true to their material, and the same twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction

from preau.accounts.models import Membership, Role, Service, User
from preau.budgeting.models import Winner
from preau.delivery.models import Delivery
from preau.delivery.queries import promises
from preau.demo.content import CITIES, load
from preau.demo.seeding import seed
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.pages.models import Theme
from preau.pages.queries import home_blocks, pieces_of
from preau.processes.desk import tasks_for
from preau.processes.kinds import NowState
from preau.processes.models import Process, StepState
from preau.processes.queries import process_now
from preau.proposals.models import Event, Placement, Proposal
from preau.reviews.models import Decision
from preau.tenancy.models import Site, SiteOwned
from preau.tenancy.scope import use_site
from preau.voting.models import Ballot, Contest, Election, Opening, SealedBallot, SetAside
from preau.voting.queries import turnout

CHAPTERS = [
    "Saint-Aubin-les-Préaux",
    "Saint-Aubin-les-Préaux, Budget participatif, deuxième édition",
    "Saint-Aubin-les-Préaux, Budget participatif, troisième édition",
    "Saint-Aubin-les-Préaux, Budget participatif des 11-17\u00a0ans",
    "Saint-Aubin-les-Préaux, Budget participatif des écoles",
    "Saint-Aubin-les-Préaux, questionnaire",
    "Saint-Aubin-les-Préaux, La rue des Lilas le dimanche",
    "Saint-Aubin-les-Préaux, Le nom de la nouvelle école",
    "Saint-Aubin-les-Préaux, Les horaires de la médiathèque",
    "Saint-Aubin-les-Préaux, Une passerelle au-dessus des voies",
    "Saint-Aubin-les-Préaux, Une charte pour les rues aux écoles",
    "Saint-Aubin-les-Préaux, Le règlement des jardins partagés",
    "Saint-Aubin-les-Préaux, Révision du plan local d’urbanisme",
    "Saint-Aubin-les-Préaux, Déclassement du chemin des Lavandières",
    "Saint-Aubin-les-Préaux, Une voie verte au bord de la rivière",
    "Saint-Aubin-les-Préaux, Fonds des associations de quartier",
    "Saint-Aubin-les-Préaux, Un été dans les quartiers",
    "Saint-Aubin-les-Préaux, La boîte à idées",
    "Saint-Aubin-les-Préaux, page d’accueil",
    "Villeneuve-sur-Aubrelle",
    "Villeneuve-sur-Aubrelle, Premier budget participatif",
    "Villeneuve-sur-Aubrelle, Deuxième budget participatif",
    "Villeneuve-sur-Aubrelle, questionnaire",
    "Villeneuve-sur-Aubrelle, page d’accueil",
    "Côte des Brisants",
    "Côte des Brisants, questionnaire",
    "Côte des Brisants, La navette de nuit",
    "Côte des Brisants, Le nom du bus de la communauté",
    "Côte des Brisants, La charte du trait de côte",
    "Côte des Brisants, page d’accueil",
    "Plateforme",
]


@pytest.fixture(scope="module")
def chapters(own_database: None) -> list[str]:
    """The whole seed, once for this file."""
    return list(seed())


@pytest.fixture
def saint_aubin(chapters: list[str]) -> Iterator[Site]:
    with use_site(Site.objects.get(slug="saint-aubin")) as site:
        assert site is not None
        yield site


@pytest.fixture
def villeneuve(chapters: list[str]) -> Iterator[Site]:
    with use_site(Site.objects.get(slug="villeneuve")) as site:
        assert site is not None
        yield site


def process(end_of_slug: str) -> Process:
    return Process.objects.with_steps().get(slug__endswith=end_of_slug)


def person(email: str) -> User:
    return User.objects.get(email=email)


def saint_aubin_day(at: datetime) -> int:
    """Monday is 0."""
    return at.astimezone(ZoneInfo("Europe/Paris")).weekday()


def rows() -> dict[str, int]:
    """How many rows each table of the current site holds."""
    models = [model for model in apps.get_models() if issubclass(model, SiteOwned)]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_writes_every_chapter(chapters: list[str]) -> None:
    assert chapters == CHAPTERS


def test_changes_nothing_the_second_time(saint_aubin: Site) -> None:
    before = rows()
    with use_site(None):
        assert list(seed()) == []
    assert rows() == before
    assert before["proposals.Proposal"] == 287 + 76 + 46 + 14 + 14 + 7 + 8


def test_finishes_an_interrupted_seed(saint_aubin: Site) -> None:
    """The youth edition is missing, as if the machine had stopped before it."""
    with transaction.atomic():
        gone = process("11-17-ans")
        Proposal.objects.of(gone).delete()
        gone.delete()
        with use_site(None):
            assert list(seed()) == [CHAPTERS[3]]
        assert Proposal.objects.of(process("11-17-ans")).count() == 46
        transaction.set_rollback(True)


def test_refuses_to_run_outside_the_demo(settings: Any) -> None:
    settings.PREAU_DEMO = False
    with pytest.raises(CommandError, match="démonstration"):
        call_command("seed_demo")


def test_the_cities_answer_at_their_hosts(chapters: list[str]) -> None:
    hosts = {
        site.slug: [domain.host for domain in site.domains.order_by("pk")]
        for site in Site.objects.filter(slug__in=CITIES)
    }
    assert hosts == {
        "saint-aubin": ["localhost", "127.0.0.1", "saint-aubin.localhost"],
        "villeneuve": ["villeneuve.localhost"],
        "brisants": ["brisants.localhost"],
    }
    assert Site.objects.get(slug="saint-aubin").canonical_host == "localhost"


def test_people_hold_their_roles(saint_aubin: Site) -> None:
    by_role = Counter(Membership.objects.values_list("role", flat=True))
    assert by_role[Role.AGENT] == 95
    assert by_role[Role.OWNER] == by_role[Role.ADMINISTRATOR] == 1
    assert Membership.objects.get(role=Role.OWNER).user.first_name == "Odile"
    assert Service.objects.count() == 30
    assert not Service.objects.filter(lead=None).exists()
    assert not User.objects.filter(zone=None, email__contains="@habitants.").exists()


def test_personas_are_offered_with_a_sentence(saint_aubin: Site) -> None:
    offered = User.objects.exclude(demo_persona="").order_by("pk")
    names = [one.first_name for one in offered]
    city = ["Nadia", "Lucas", "Laure", "Zoé", "Irène", "Karim", "Odile", "Ibrahim"]
    assert names == [*city, "Colette"]
    ages = {one.first_name: one.age_on(clock.now().date()) for one in offered}
    assert (ages["Nadia"], ages["Lucas"], ages["Zoé"]) == (38, 12, 9)


def test_each_idea_of_the_reference_edition_has_its_answer(saint_aubin: Site) -> None:
    edition = process("troisieme-edition")
    proposals = Proposal.objects.of(edition)
    statuses = Counter(proposals.values_list("status", flat=True))
    assert statuses == {"retained": 129, "refused": 134, "merged": 24}
    review = edition.ordered_steps[1]
    assert Counter(Placement.objects.filter(step=review).values_list("status", flat=True)) == (
        statuses
    )
    decisions = list(Decision.objects.filter(step=review).select_related("motive", "proposal"))
    assert len(decisions) == 287
    for decision in decisions:
        assert decision.at == decision.proposal.status_at
        assert review.opens_at is not None
        assert decision.at > review.opens_at
        assert saint_aubin_day(decision.at) < 5
        if decision.verdict == "refused":
            assert decision.motive is not None
            assert decision.words
            assert decision.rule.startswith(f"Article {decision.motive.article} ")
    assert not proposals.filter(status="retained", cost_cents=None).exists()
    assert not proposals.filter(status="merged", merged_into=None).exists()
    assert not proposals.filter(service=None).exists()


def test_each_persona_of_the_desk_finds_work(saint_aubin: Site) -> None:
    at = clock.now()
    schools = process("des-ecoles")
    found = {}
    for first_name in ("Odile", "Karim", "Irène"):
        persona = User.objects.get(first_name=first_name, demo_persona__gt="")
        tasks = tasks_for(persona, at)
        ideas = [task for task in tasks if task.process == schools and task.number]
        late = sum(task.due_at is not None and task.due_at < at for task in ideas)
        found[first_name] = (len(ideas), late)
        follows = {task.verb for task in tasks} - {task.verb for task in ideas}
        assert ("Donner des nouvelles" in follows) is (first_name != "Karim")
    assert found == {"Odile": (4, 1), "Karim": (2, 1), "Irène": (4, 2)}


def test_the_story_of_an_idea_goes_forward(saint_aubin: Site) -> None:
    for edition in Process.objects.with_steps():
        for proposal in Proposal.objects.of(edition).prefetch_related("events"):
            moments = [event.at for event in proposal.events.order_by("pk")]
            assert moments == sorted(moments)
            assert moments[-1] <= clock.now()


def test_the_vote_is_open_and_nadia_has_not_voted(saint_aubin: Site) -> None:
    edition = process("troisieme-edition")
    election = Election.objects.get(step=edition.step_of_kind("vote"))
    contests = election.contests.all()
    assert len(contests) == 15
    assert all(contest.is_open_at(clock.now()) for contest in contests)
    assert sum(contest.options.count() for contest in contests) == 129
    assert turnout(election).voters == 3418
    assert not election.roll.filter(at__gt=clock.now()).exists()
    now = process_now(edition, person("nadia@example.org"), clock.now())
    assert now is not None
    assert now.now.state is NowState.OPEN


def test_the_delivered_edition_was_sealed_counted_and_proclaimed_in_its_time(
    saint_aubin: Site,
) -> None:
    edition = process("deuxieme-edition")
    contests = Contest.objects.filter(election__step__process=edition).select_related("seal")
    vote = edition.ordered_steps[2]
    assert len(contests) == 15
    assert {contest.state for contest in contests} == {Contest.State.COUNTED}
    assert {contest.seal.closed_at for contest in contests} == {vote.closes_at}
    assert {contest.opens_at for contest in contests} == {vote.opens_at}
    assert Winner.objects.filter(edition__process=edition).count() == 35
    assert vote.closes_at is not None
    assert edition.edition.proclaimed_at - vote.closes_at < timedelta(days=7)
    assert clock.now() - vote.closes_at > timedelta(days=700)


def test_promises_are_kept_but_one_late_and_one_given_up(saint_aubin: Site) -> None:
    edition = process("deuxieme-edition")
    kept = promises(edition, clock.now().date())
    assert (kept.total, kept.done, kept.late, kept.dropped) == (35, 25, 1, 1)
    material = {one.proposal: one for one in load("saint-aubin").edition("delivered").deliveries}
    found = Delivery.objects.filter(process=edition).select_related("proposal", "service")
    for delivery in found.prefetch_related("milestones", "news"):
        wanted = material[delivery.proposal.number]
        assert delivery.spent_cents == wanted.spent_cents
        assert delivery.milestones.count() == len(wanted.milestones)
        assert {one.title for one in delivery.news.all()} == {one.title for one in wanted.updates}
        assert delivery.service is not None


def test_every_state_of_the_now_box_is_somewhere(saint_aubin: Site) -> None:
    at = clock.now()
    emails = ["nadia@example.org", "laure@example.org", "zoe@example.org"]
    everyone = [AnonymousUser(), *(person(email) for email in emails)]
    found = {
        box.now.state
        for edition in Process.objects.with_steps()
        for one in everyone
        if (box := process_now(edition, one, at)) is not None
    }
    with use_site(Site.objects.get(slug="villeneuve")):
        over = process_now(process("premier-budget-participatif"), AnonymousUser(), at)
        assert over is not None
        found.add(over.now.state)
    assert found == set(NowState)


def test_the_third_city_has_other_applications_and_another_look(chapters: list[str]) -> None:
    with use_site(Site.objects.get(slug="brisants")):
        used = set(Process.objects.values_list("blueprint", flat=True))
        assert used == {"votation", "consultation", "questionnaire"}
        theme = Theme.objects.get()
        assert (theme.header, theme.fonts, theme.corners) == ("band", "poster", "round")
        assert "--header-ground:var(--brand)" in theme.css()
        assert [one["kind"] for one in home_blocks()][:3] == ["hero", "image_text", "image_text"]
        opened = [one for one in Process.objects.with_steps() if one.ordered_steps]
        states = [one.state_at(clock.now()) for held in opened for one in held.ordered_steps]
        assert states.count(StepState.OPEN) >= 3


def test_the_second_city_is_alive_too(villeneuve: Site) -> None:
    at = clock.now()
    assert Counter(
        Proposal.objects.of(process("deuxieme-budget-participatif")).values_list(
            "status", flat=True
        )
    ) == {"retained": 2, "refused": 1, "review": 9}
    assert Winner.objects.count() == 3
    states = {
        edition.slug: [step.state_at(at) for step in edition.ordered_steps]
        for edition in Process.objects.with_steps()
    }
    assert states["deuxieme-budget-participatif"][1] is StepState.OPEN
    assert states["premier-budget-participatif"][4] is StepState.CLOSED


def test_each_city_has_its_face(saint_aubin: Site, rf: Any) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    shown = {one.kind: one.context for one in pieces_of(home_blocks(), request)}
    assert shown["hero"]["lead"] == load("saint-aubin").tagline
    assert len(shown["how"]["lines"]) == 5
    assert len(shown["moment"]["acts"]) == 3
    figures = {one.label: one.value for one in shown["figures"]["items"]}
    assert figures["idées déposées"] == "438"
    assert figures["projets choisis par le vote"] == "35"
    brand = Theme.objects.get().brand
    with use_site(Site.objects.get(slug="villeneuve")):
        assert (Theme.objects.get().brand, Theme.objects.get().header) != (brand, "roof")


def test_no_mail_waits_and_the_box_is_not_empty(saint_aubin: Site) -> None:
    mails = Email.objects.all()
    assert {mail.state for mail in mails} == {Email.State.SENT}
    assert 50 < len(mails) < 300
    kinds = {mail.kind for mail in mails.filter(to="nadia@example.org")}
    assert kinds == {"deposit_receipt", "decision"}
    assert all(mail.sent_at == mail.created_at for mail in mails)


def test_every_act_has_its_trace(saint_aubin: Site) -> None:
    verbs = Counter(Entry.objects.values_list("verb", flat=True))
    assert verbs["submitted"] == Proposal.objects.count()
    assert verbs["changed_status"] == Event.objects.exclude(status="").count() - verbs["submitted"]
    assert verbs["proclaimed"] == 3
    assert verbs["opened"] == 34


def test_workshop_is_typed_gathered_and_split(saint_aubin: Site) -> None:
    """Four ideas of a workshop: one joined an idea of the site, one was split, one looks alike."""
    from preau.merges.models import Duplicate
    from preau.proposals.models import Origin

    youth = Proposal.objects.of(process("11-17-ans"))
    typed = youth.filter(origin=Origin.WORKSHOP)
    assert typed.count() == 4
    assert typed.filter(status="merged", merged_into__isnull=False).count() == 1
    assert youth.filter(split_from__status="split").count() == 2
    assert Duplicate.objects.of(process("11-17-ans")).to_look_at().exists()


def test_votation_of_the_past_keeps_its_hours(saint_aubin: Site) -> None:
    """Its minutes say when it was held, not when the demonstration was written."""
    contest = Contest.objects.select_related("election__step").get(slug="le-nom-de-l-ecole")
    step = contest.election.step
    assert (contest.opens_at, contest.closes_at) == (step.opens_at, step.closes_at)
    assert contest.state == Contest.State.COUNTED


def test_votation_of_the_past_has_set_ballots_aside(saint_aubin: Site) -> None:
    """Two people, a reason, and the minutes count them apart."""
    case = SetAside.objects.get(election__contests__slug="le-nom-de-l-ecole")
    assert case.state == SetAside.State.CONFIRMED
    assert case.proposed_by_id != case.decided_by_id
    assert Ballot.objects.filter(contest__election=case.election, is_aside=True).count() == 6


def test_secret_votation_was_opened_by_its_board(saint_aubin: Site) -> None:
    contest = Contest.objects.get(slug="ouvrir-le-dimanche-matin")
    assert contest.is_secret
    assert contest.state == Contest.State.COUNTED
    assert Opening.objects.get(contest=contest).ballots == 188
    assert SealedBallot.objects.filter(contest=contest).count() == 188
