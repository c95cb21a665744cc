"""Ideas that look alike are found by the worker, kept, and never asked about twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client

from preau.kernel import clock
from preau.kernel.text import sort_key, stem_key
from preau.ledger.models import Entry
from preau.merges.judging import judge
from preau.merges.models import Duplicate, Scan
from preau.merges.scans import run_scan, search_what_is_new
from preau.proposals.models import Proposal, Status
from preau.reviews.tests.world import World

QUEUE = "/bureau/demarches/bp/doublons/"
WAITING = Duplicate.State.WAITING


def pairs() -> set[tuple[int, int]]:
    return set(Duplicate.objects.values_list("first__number", "second__number"))


def test_find_and_say_why(world: World, cast: Any) -> None:
    place = {"longitude": 2.30, "latitude": 48.85}
    world.propose("Une cour-oasis à l’école Jean-Zay", cast.nadia, **place)
    world.propose("Des arceaux à vélos devant la gare", cast.paul)
    world.propose("Cours oasis pour l’école Jean Zay", cast.paul, longitude=2.301, latitude=48.85)
    world.propose("Réparer la fontaine du marché", cast.nadia)
    assert run_scan(world.process) == 1
    pair = Duplicate.objects.get()
    assert (pair.first.number, pair.second.number) == (1, 3)
    assert {"oasis", "jean", "zay"} <= set(pair.words)
    assert 60 < (pair.metres or 0) < 90
    assert pair.score >= 55


def test_remember_what_was_judged(world: World, cast: Any) -> None:
    world.propose("Une cour oasis à l’école", cast.nadia)
    world.propose("Une cour oasis à l’école", cast.paul)
    run_scan(world.process)
    pair = Duplicate.objects.select_related("process", "first", "second").get()
    assert judge(pair=pair, state=Duplicate.State.APART, actor=cast.odile)
    assert not judge(pair=pair, state=Duplicate.State.APART, actor=cast.odile)
    assert run_scan(world.process) == 0
    assert Duplicate.objects.get().state == Duplicate.State.APART
    assert Entry.objects.filter(verb="kept_apart").count() == 1


def test_forget_pairs_no_longer_alike(world: World, cast: Any) -> None:
    world.propose("Une cour oasis à l’école", cast.nadia)
    other = world.propose("Une cour oasis à l’école", cast.paul)
    run_scan(world.process)
    other.title, other.idea = "Un terrain de pétanque", "Des boules et du gravier."
    other.save()
    assert run_scan(world.process) == 0
    assert not Duplicate.objects.exists()


def test_leave_out_what_is_settled(world: World, cast: Any) -> None:
    for status in (Status.REFUSED, Status.MERGED, Status.SUBMITTED):
        idea = world.propose("Une cour oasis à l’école", cast.nadia)
        Proposal.objects.filter(pk=idea.pk).update(status=status)
    hidden = world.propose("Une cour oasis à l’école", cast.nadia)
    Proposal.objects.filter(pk=hidden.pk).update(is_hidden=True)
    assert run_scan(world.process) == 0


def test_search_again_only_what_changed(world: World, cast: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name="merges.search_process")
    search_what_is_new()
    assert jobs.count() == 0
    world.propose("Une cour oasis à l’école", cast.nadia)
    search_what_is_new()
    search_what_is_new()
    assert jobs.count() == 1
    run_scan(world.process)
    assert Scan.objects.get().asked_at is None
    search_what_is_new()
    assert Scan.objects.get().asked_at is None


def test_judge_through_the_queue(world: World, cast: Any, odile: Client) -> None:
    for _again in range(3):
        world.propose("Une cour oasis à l’école", cast.nadia)
    run_scan(world.process)
    page = odile.get(QUEUE).content.decode()
    assert "mots communs" in page
    assert "oasis" in page
    side = odile.get(f"{QUEUE}1-2/")
    assert side.content.decode().count('class="citizen side"') == 2
    judged = odile.post(f"{QUEUE}1-2/", {"do": "apart"}, follow=True)
    assert judged.redirect_chain[-1][0] == f"{QUEUE}1-3/"
    odile.post(f"{QUEUE}1-3/", {"do": "linked"})
    linked = odile.get("/demarches/bp/projets/1/", follow=True).content.decode()
    assert "Idées liées" in linked
    assert odile.get(f"{QUEUE}?vue=apart").context["page"].paginator.count == 1
    odile.post(f"{QUEUE}1-2/", {"do": "waiting"})
    assert Duplicate.objects.filter(state=WAITING).count() == 2
    assert odile.post(f"{QUEUE}1-2/", {"do": "nothing"}).status_code == 302
    inbox = odile.get("/bureau/").content.decode()
    assert "2 paires d’idées qui se ressemblent" in inbox


def test_close_the_queue(world: World, cast: Any, client: Client) -> None:
    world.propose("Une cour oasis à l’école", cast.nadia)
    client.force_login(cast.irene)
    for path in (QUEUE, f"{QUEUE}1-2/", f"{QUEUE}regrouper/?n=1&n=2"):
        assert client.get(path).status_code == 403
    assert client.post(f"{QUEUE}chercher/").status_code == 403
    assert client.post(f"{QUEUE}defaire/1/").status_code == 403


THINGS = ("banc", "arbre", "vélo", "jardin", "fontaine", "éclairage", "préau", "composteur")
PLACES = ("mairie", "gare", "piscine", "bibliothèque", "stade", "marché", "cimetière", "crèche")


def _many(world: World, count: int) -> Iterator[Proposal]:
    """Ideas of common words, each with its own street; each hundredth one is said twice."""
    at = clock.now()
    for number in range(1, count + 1):
        said = number - 1 if number % 100 == 0 else number
        title = f"{THINGS[said % 8]} près de {PLACES[said // 8 % 8]} rue Voie{said}x"
        idea = f"Nous voulons {THINGS[said % 8]} et {THINGS[said // 3 % 8]} au quartier Zone{said % 97}z"
        yield Proposal(
            process=world.process,
            number=number,
            title=title,
            slug="idee",
            idea=idea,
            status=Status.REVIEW,
            status_at=at,
            submitted_at=at,
            sort_key=sort_key(title),
            search_key=stem_key(f"{title} {idea}"),
        )


def test_search_thousands_in_seconds(world: World, effort: Any) -> None:
    Proposal.objects.bulk_create(_many(world, 1_500), batch_size=1_000)
    assert effort(lambda: run_scan(world.process), times=1) < 6_000
    twice = {(number - 1, number) for number in range(100, 1_501, 100)}
    assert twice <= pairs()
