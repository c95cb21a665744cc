"""A questionnaire of forty questions with many responses: figures, page, files, import.

    ./preau bench surveys [100000]

Memory is the highest of this process, measured after each act; times are those of this process.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CHUNK = 2000


def main() -> None:
    town.start()
    site = town.open_town()
    from preau.tenancy.scope import use_site

    with use_site(site):
        survey, actor = make()
        told("responses written", lambda: fill(survey))
        measure(survey, actor)


def told(name: str, act: Callable[[], Any]) -> Any:
    """Run ``act`` and say how long it took, and the most memory used so far."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = act()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = (time.process_time() - cpu) * 1000
    print(f"{name:<34}{(time.perf_counter() - wall):8.2f} s {spent:10.1f} ms CPU {most:6} MB")
    return found


def make() -> tuple[Any, Any]:
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
    process = questionnaire.create(
        title="Recensement",
        slug="recensement",
        actor=actor,
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=2),
        document=forty(),
    )
    survey = Survey.objects.select_related("form", "step__process").get(step__process=process)
    freeze_form(form=survey.form)
    return survey, actor


def fill(survey: Any) -> None:
    """The same forty answers, with another choice and another number each time."""
    from preau.kernel import clock
    from preau.questions.answers import clean_all
    from preau.questions.tests.forty import TYPED
    from preau.surveys.models import Response

    base, faults = clean_all(survey.form, {**TYPED, "q38": "Rien."})
    assert not faults, faults
    at = clock.now()
    for start in range(0, COUNT, CHUNK):
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
            for number in range(start, min(start + CHUNK, COUNT))
        )


def measure(survey: Any, actor: Any) -> None:
    from django.test import Client

    from preau.kernel.spreadsheets import write_xlsx
    from preau.surveys.exporting import heads, rows
    from preau.surveys.reporting import figures, publish_results

    told("figures, computed", lambda: figures(survey))
    told("figures, remembered", lambda: figures(survey))
    client = Client(headers={"host": "localhost"})
    client.force_login(actor)
    here = "/bureau/demarches/recensement/questionnaire/questionnaire/"
    client.get(f"{here}resultats/")
    page = told("results in the back office", lambda: client.get(f"{here}resultats/"))
    assert page.status_code == 200, page.status_code
    publish_results(survey=survey, findings="", actor=actor)
    public = survey.url("results")
    Client(headers={"host": "localhost"}).get(public)
    reader = Client(headers={"host": "localhost"})
    told("results, for everyone", lambda: reader.get(public))
    told("export, CSV streamed", lambda: export(client, f"{here}reponses.csv"))
    table = heads(survey, coded=True)
    told("export, XLSX", lambda: write_xlsx([("R", table, rows(survey, coded=True))]).close())
    told("import, tried (10 000 lines)", lambda: take(survey, actor))


def export(client: Any, url: str) -> None:
    size = sum(len(piece) for piece in client.get(url).streaming_content)
    assert size > COUNT * 100, size


def take(survey: Any, actor: Any) -> None:
    from itertools import islice

    from preau.surveys.exporting import heads, rows
    from preau.surveys.importing import import_responses

    lines = [
        ["" if cell is None else str(cell) for cell in row]
        for row in islice(rows(survey, coded=True), 10_000)
    ]
    report = import_responses(
        survey=survey,
        heads=heads(survey, coded=True),
        lines=lines,
        name="bench",
        actor=actor,
        is_trial=True,
    )
    assert report.ready == len(lines), report


if __name__ == "__main__":
    main()
