"""One edition from its ideas to its answers, by the people who do it, over HTTP.

    ./preau bench instruction [--ideas N] [--lot N] [--json]
    ./preau bench instruction --browser [--ideas N]

Thirty services and ninety-five agents: each idea has its criteria answered, two services asked (as
lots), their opinions signed, its synthesis, its answer kept; then all answers are published as one
lot, whose worker is killed (`kill -9`) on the way; the committee reads some refusals again. What
must hold is counted at the end: one answer and one mail for each idea, nothing lost, nothing twice.
The ideas are deposited beside HTTP (`tests/journeys/test_deposit.py` goes through the pages), the
people are signed in beside it too. ``--browser`` counts screens, clicks and seconds of one opinion,
of 50 ideas assigned and of all refusals published (``walk_instruction.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town
from edition import HOST, SERVICES, Edition, make_edition
from served import HERE, served
from walk_instruction import prepare, walk

AT_ONCE = 8
#: Of 287 ideas, those that go to the vote.
RETAINED = 129 / 287
READ_AGAIN = 10


class Journal:
    """Seconds of each phase, and of each act in it."""

    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    def play(self, name: str, acts: Iterable[Callable[[], Any]]) -> None:
        """The acts of many people, eight at once."""

        def timed(act: Callable[[], Any]) -> float:
            start = time.perf_counter()
            act()
            return time.perf_counter() - start

        todo, start = list(acts), time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            spent = sorted(pool.map(timed, todo))
        self.phases[name] = {
            "acts": len(spent),
            "seconds": round(time.perf_counter() - start, 1),
            "p50_ms": round(statistics.median(spent) * 1000),
            "p95_ms": round(spent[int(len(spent) * 0.95) - 1] * 1000),
        }
        print(f"{name}: {self.phases[name]}", file=sys.stderr)

    def note(self, name: str, **figures: float) -> None:
        self.phases[name] = figures
        print(f"{name}: {figures}", file=sys.stderr)


def instruct(edition: Edition, journal: Journal, count: int) -> None:
    """From the criteria to the answers kept, act by act."""
    from preau.reviews.models import Criterion, Motive, Opinion

    criterion = Criterion.objects.get(step=edition.review)
    motive = Motive.objects.get(process=edition.process)
    teams = list(edition.agents.values())
    numbers = range(1, count + 1)
    said = {"do": "criteria", f"criterion_{criterion.pk}": "yes"}
    journal.play(
        "admissibility",
        [
            lambda n=n: edition.post(
                teams[n % SERVICES][n % 3], f"{edition.desk}propositions/{n}/decision/", said
            )
            for n in numbers
        ],
    )
    _ask_as_lots(edition, journal, count)
    opinions = list(
        Opinion.objects.filter(step=edition.review).select_related("proposal").order_by("pk")
    )
    journal.play("opinions", [lambda one=one: _sign(edition, one) for one in opinions])
    written = {"outcome": "go", "words": "Les services sont d’accord.", "cost_cents": "12000"}
    journal.play(
        "syntheses",
        [
            lambda n=n: edition.post(
                edition.pilot, f"{edition.desk}propositions/{n}/synthese/", written
            )
            for n in numbers
        ],
    )
    retained = round(count * RETAINED)
    kept = {"do": "keep", "signed_by": "La Ville", "anyway": "1", **said, "words": "Merci."}
    yes = {**kept, "do": "keep", "verdict": "retained", "cost": "12000"}
    no = {**kept, "do": "keep", "verdict": "refused", "motive": motive.pk}
    journal.play(
        "answers kept",
        [
            lambda n=n: edition.post(
                edition.decider,
                f"{edition.desk}propositions/{n}/decision/",
                yes if n <= retained else no,
            )
            for n in numbers
        ],
    )


def _ask_as_lots(edition: Edition, journal: Journal, count: int) -> None:
    """Two services for each idea, in as many lots as there are pairs of services."""
    services = list(edition.agents)
    size = -(-count // (SERVICES // 2))
    day = (edition.review.closes_at - timedelta(days=20)).date().isoformat()
    start = time.perf_counter()
    for place in range(SERVICES // 2):
        numbers = range(place * size + 1, min(count, (place + 1) * size) + 1)
        if not numbers:
            break
        asked = {
            "act": "ask_opinions",
            "stage": "preview",
            "numbers": ",".join(map(str, numbers)),
            "services": services[2 * place : 2 * place + 2],
            "due_on": day,
        }
        lot = edition.post(edition.pilot, f"{edition.desk}propositions/lot/", asked)
        _run_lot(edition, lot)
    journal.note("opinions asked", lots=place + 1, seconds=round(time.perf_counter() - start, 1))


def _run_lot(edition: Edition, address: str) -> Any:
    """Wait for the rehearsal, start, wait for the end: as the page does."""
    _wait(address, lambda lot: lot.rehearsed_at is not None)
    edition.post(edition.pilot, address, {"when": "now"})
    return _wait(address, lambda lot: lot.ended_at is not None)


def _wait(address: str, is_over: Callable[[Any], bool], patience: float = 600) -> Any:
    from preau.lots.models import Lot

    pk, deadline = int(address.rstrip("/").rsplit("/", 1)[1]), time.monotonic() + patience
    while time.monotonic() < deadline:
        lot = Lot.objects.get(pk=pk)
        if is_over(lot):
            return lot
        time.sleep(0.1)
    raise SystemExit(f"{address} does not end")


def _sign(edition: Edition, opinion: Any) -> None:
    """The sheet is read, the opinion is signed."""
    agent = edition.agents[opinion.service_id][0]
    edition.get(agent, f"{edition.desk}propositions/{opinion.proposal.number}/")
    said = {"do": "sign", "version": opinion.version, "stance": "favourable", "words": "Oui."}
    edition.post(agent, f"/bureau/avis/{opinion.pk}/", said)


def publish(edition: Edition, journal: Journal, worker: Worker) -> None:
    """All answers as one lot; the worker dies in the middle, another one takes over."""
    from preau.lots.models import Line

    start = time.perf_counter()
    lot = edition.post(edition.decider, f"{edition.desk}reponses/", {"scope": "all"})
    _wait(lot, lambda one: one.rehearsed_at is not None)
    rehearsed = time.perf_counter() - start
    edition.post(edition.decider, lot, {"when": "now"})
    third = _wait(lot, lambda one: True).lines.count() // 3
    _wait(lot, lambda one: one.lines.filter(state=Line.State.DONE).count() > third)
    worker.kill()
    done = _wait(lot, lambda one: True).lines.filter(state=Line.State.DONE).count()
    worker.start()
    _wait(lot, lambda one: one.ended_at is not None)
    journal.note(
        "published as one lot",
        rehearsal_seconds=round(rehearsed, 1),
        done_at_kill=done,
        seconds_with_kill=round(time.perf_counter() - start - rehearsed, 1),
    )


def change_many(edition: Edition, journal: Journal, worker: Worker, count: int) -> None:
    """One act on many ideas, its worker killed on the way."""
    from preau.kernel import clock
    from preau.lots.models import Line
    from preau.proposals.models import Proposal

    at, first = clock.now(), 10_000
    Proposal.objects.bulk_create(
        Proposal(
            process=edition.process,
            number=first + place,
            title=f"Une idée {place}",
            slug="une-idee",
            idea="Un texte.",
            author_name="N.",
            status_at=at,
            submitted_at=at,
            sort_key=f"{place:06}",
            search_key="idee",
        )
        for place in range(count)
    )
    asked = {
        "act": "status",
        "stage": "preview",
        "numbers": ",".join(str(first + place) for place in range(count)),
        "status": "checking",
        "reason": "Un tri.",
    }
    start = time.perf_counter()
    lot = edition.post(edition.pilot, f"{edition.desk}propositions/lot/", asked)
    _wait(lot, lambda one: one.rehearsed_at is not None)
    rehearsed = time.perf_counter() - start
    edition.post(edition.pilot, lot, {"when": "now"})
    _wait(lot, lambda one: one.lines.filter(state=Line.State.DONE).count() > count // 3)
    worker.kill()
    worker.start()
    ended = _wait(lot, lambda one: one.ended_at is not None)
    journal.note(
        f"lot of {count}",
        rehearsal_seconds=round(rehearsed, 1),
        seconds_with_kill=round(time.perf_counter() - start - rehearsed, 1),
        done=ended.lines.filter(state=Line.State.DONE).count(),
    )


class Worker:
    """The worker of jobs, killed and started again."""

    def start(self) -> None:
        command = [sys.executable, "-m", "config.manage", "procrastinate", "worker"]
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        self.process = subprocess.Popen(
            command, cwd=HERE.parent, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def read_again(edition: Edition, journal: Journal) -> None:
    """The pilot refers some refusals to the committee, which reads them."""
    from preau.kernel import clock
    from preau.reviews.models import Decision

    refused = Decision.objects.filter(step=edition.review, verdict="refused")
    numbers = list(refused.order_by("pk").values_list("proposal__number", flat=True)[:READ_AGAIN])
    day = (clock.now() + timedelta(days=9)).date().isoformat()

    def both(number: int) -> None:
        path = f"{edition.desk}propositions/{number}/relecture/"
        edition.post(edition.pilot, path, {"do": "ask", "due_on": day, "why": "À relire."})
        said = {"do": "read", "stance": "agrees", "words": "Le comité suit."}
        edition.post(edition.committee, path, said)

    journal.play("second readings", [lambda n=n: both(n) for n in numbers])


def judge(edition: Edition, count: int) -> dict[str, Any]:
    """What is in the database at the end; anything wrong stops the measure."""
    from preau.messaging.models import Email
    from preau.proposals.models import Placement
    from preau.reviews.models import Decision, Opinion

    at_review = Decision.objects.filter(step=edition.review)
    numbers = [f"{edition.process.pk}"]
    found = {
        "options": Placement.objects.filter(step=edition.review, status="retained").count(),
        "refusals": at_review.filter(verdict="refused").count(),
        "decisions": at_review.count(),
        "opinions signed": Opinion.objects.filter(
            step=edition.review, signed_at__isnull=False
        ).count(),
        "mails to authors": Email.objects.filter(
            kind="decision", recipient__proposals__process__in=numbers
        ).count(),
    }
    retained = round(count * RETAINED)
    expected = {
        "options": retained,
        "refusals": count - retained,
        "decisions": count,
        "opinions signed": 2 * count,
        "mails to authors": count,
    }
    wrong = {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}
    return {**found, "wrong": wrong}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./preau bench instruction")
    parser.add_argument("--ideas", type=int, default=287)
    parser.add_argument("--lot", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--browser", action="store_true")
    asked = parser.parse_args()
    town.start()
    from django.db import connections

    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    site, is_new = Site.objects.get_or_create(slug="instruction", defaults={"name": "Instruction"})
    if is_new:
        Domain.objects.create(site=site, host=HOST, is_canonical=True)
    journal, worker = Journal(), Worker()
    with use_site(site):
        edition = make_edition(asked.ideas)
        if asked.browser:
            prepare(edition, refusals := asked.ideas - round(asked.ideas * RETAINED))
        connections.close_all()
        worker.start()
        try:
            with served("product") as (edition.port, _web):
                if asked.browser:
                    print(json.dumps(walk(edition, refusals), ensure_ascii=False, indent=1))
                    return
                instruct(edition, journal, asked.ideas)
                publish(edition, journal, worker)
                read_again(edition, journal)
                if asked.lot:
                    change_many(edition, journal, worker, asked.lot)
            found = judge(edition, asked.ideas)
        finally:
            worker.kill()
    figures = {"phases": journal.phases, **found}
    print(json.dumps(figures, ensure_ascii=False, indent=None if asked.json else 1))
    if found["wrong"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
