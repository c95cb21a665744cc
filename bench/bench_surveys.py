"""A questionnaire of forty questions with many responses: figures, page, files, import.

    ./preau bench surveys [100000]

The responses are written once and found again by later runs. Times are those of this process, and
memory is the most it has taken so far; each file is written by a process of its own, whose whole
memory is told, for this questionnaire and for a small one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SMALL = 2_000
CHUNK = 2000
HERE = "/bureau/demarches/recensement/questionnaire/questionnaire/"
#: Files by name: the address that gives each.
FILES = {
    "CSV, words": "reponses.csv",
    "CSV, codes": "reponses.csv?codes",
    "XLSX": "reponses.xlsx?codes",
    "ODS": "reponses.ods?codes",
    "report PDF": "resultats.pdf",
}


def main() -> None:
    (town.start if len(sys.argv) < 3 else town.configure)()
    if len(sys.argv) > 2:
        write_alone(sys.argv[2])
        return
    from preau.tenancy.scope import use_site

    filled(SMALL)
    survey = filled(COUNT)
    with use_site(survey.site):
        measure(survey)
    compare_files()


def host(count: int) -> str:
    return f"recensement-{count}.localhost"


def filled(count: int) -> Any:
    """The questionnaire of so many responses, in a city of its own."""
    from preau.surveys.models import Survey
    from preau.surveys.reporting import publish_results
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    slug = f"recensement-{count}"
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        site = Site.objects.create(slug=slug, name="Ville du recensement")
        Domain.objects.create(site=site, host=host(count), is_canonical=True)
    with use_site(site):
        found = Survey.objects.select_related("form", "step__process", "site")
        if not found.exists():
            make()
        survey = found.get()
        already = survey.responses.count()
        if already < count:
            told(f"{count:,} responses written", lambda: fill(survey, already, count))
            town.tidy()
        if not survey.tallies.filter(key="published").exists():
            publish_results(survey=survey, findings="", actor=owner())
    return survey


def owner() -> Any:
    from preau.accounts.models import User

    return User.objects.get(email="bench-surveys@example.org")


def told(name: str, act: Callable[[], Any]) -> Any:
    """Run ``act`` and say how long it took, and the most memory used so far."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = act()
    spent = (time.process_time() - cpu) * 1000
    print(
        f"{name:<34}{(time.perf_counter() - wall):8.2f} s {spent:10.1f} ms CPU {most_memory():6.0f} MB",
        flush=True,
    )
    return found


def make() -> None:
    """The questionnaire of the tests, and who runs it."""
    from preau.accounts.models import Membership, User
    from preau.blueprints import questionnaire
    from preau.kernel import clock
    from preau.questions.actions import freeze_form
    from preau.questions.tests.forty import forty
    from preau.surveys.models import Survey

    actor = User.objects.create(email="bench-surveys@example.org", first_name="Odile")
    Membership.objects.create(user=actor, role="owner")
    at = clock.now()
    questionnaire.create(
        title="Recensement",
        slug="recensement",
        actor=actor,
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=2),
        document=forty(),
    )
    freeze_form(form=Survey.objects.get().form)


def fill(survey: Any, already: int, count: int) -> None:
    """The same forty answers, with another choice and another number each time."""
    from preau.kernel import clock
    from preau.questions.answers import clean_all
    from preau.questions.tests.forty import TYPED
    from preau.surveys.models import Response

    base, faults = clean_all(survey.form, {**TYPED, "q38": "Rien."})
    assert not faults, faults
    at = clock.now()
    for start in range(already, count, CHUNK):
        Response.objects.bulk_create(
            Response(
                survey=survey,
                form=survey.form,
                answers={
                    **base,
                    "q1": "ab"[number % 2],
                    "q2": 1 + number % 20,
                    "q32": "abcd"[number % 4],
                },
                seed="bench",
                started_at=at,
                saved_at=at,
                sent_at=at,
            )
            for number in range(start, min(start + CHUNK, count))
        )


def client(count: int) -> Any:
    """A window of the town's site, for its owner."""
    from django.test import Client

    found = Client(headers={"host": host(count)})
    found.force_login(owner())
    return found


def measure(survey: Any) -> None:
    from django.test import Client

    from preau.surveys.models import Tally
    from preau.surveys.reporting import figures

    Tally.objects.exclude(key="published").delete()
    told("figures, computed", lambda: figures(survey))
    told("figures, remembered", lambda: figures(survey))
    desk = client(COUNT)
    desk.get(f"{HERE}resultats/")
    for name, query in (("", ""), (", filtered", "?filtre=q1:a"), (", crossed", "?par=q1")):
        desk.get(f"{HERE}resultats/{query}")
        page = told(f"back office{name}", lambda: desk.get(f"{HERE}resultats/{query}"))  # noqa: B023 - called at once
        assert page.status_code == 200, page.status_code
    public = survey.url("results")
    reader = Client(headers={"host": host(COUNT)})
    reader.get(public)
    told("results, for everyone", lambda: reader.get(public))
    take(survey)


def take(survey: Any) -> None:
    """10,000 lines tried, taken, and given again: nothing is taken twice, and nothing is kept."""
    from itertools import islice

    from django.db import transaction

    from preau.surveys.exporting import heads, rows
    from preau.surveys.importing import import_responses

    lines = [
        ["" if cell is None else str(cell) for cell in row]
        for row in islice(rows(survey, coded=True), 10_000)
    ]
    given = {
        "survey": survey,
        "heads": heads(survey, coded=True),
        "lines": lines,
        "name": "bench",
        "actor": owner(),
    }
    with transaction.atomic():
        for name, is_trial, ready in (
            ("tried", True, len(lines)),
            ("taken", False, len(lines)),
            ("given again", False, 0),
        ):
            report = told(
                f"import, {name} (10,000 lines)",
                lambda: import_responses(**given, is_trial=is_trial),  # noqa: B023 - called at once
            )
            assert report.ready == ready, report
        transaction.set_rollback(True)


def write_alone(name: str) -> None:
    """Print seconds of processor, the most memory, what the file took of it, and its size."""
    from preau.tenancy.models import Site
    from preau.tenancy.scope import use_site

    with use_site(Site.objects.get(slug=f"recensement-{COUNT}")):
        window = client(COUNT)
    base = HERE if name != "report PDF" else HERE.removeprefix("/bureau")
    window.get(HERE)  # the program is loaded before its file is asked
    Path("/proc/self/clear_refs").write_text("5")  # the most is counted from here
    start, cpu = most_memory(), time.process_time()
    with tempfile.NamedTemporaryFile() as file:
        answer = window.get(f"{base}{FILES[name]}")
        assert answer.status_code == 200, answer.status_code
        for piece in answer.streaming_content if answer.streaming else [answer.content]:
            file.write(piece)
        file.flush()
        spent, size = time.process_time() - cpu, Path(file.name).stat().st_size
    most = most_memory()
    print(f"{spent:.2f} {most:.0f} {most - start:.1f} {size / 1e6:.1f}")


def most_memory() -> float:
    """Megabytes of this program at its most; a child's ru_maxrss begins with those of its parent."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def compare_files() -> None:
    """Each file of both questionnaires, by processes of their own."""
    print(f"\n{'file':<16}{'responses':>12}{'CPU s':>9}{'MB':>7}{'MB more':>9}{'MB of file':>12}")
    for name in FILES:
        for count in (SMALL, COUNT):
            command = [sys.executable, __file__, str(count), name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            spent, most, more, size = done.stdout.split()
            print(f"{name:<16}{count:>12,}{spent:>9}{most:>7}{more:>9}{size:>12}", flush=True)


if __name__ == "__main__":
    main()
