"""Files of 10,000 ideas weigh no more on the machine than files of 1,000: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from preau.kernel import clock
from preau.proposals.models import Proposal, Status
from preau.reviews.models import Decision, Opinion

from .world import make_world

SOURCE = Path(__file__).resolve().parents[3]
FEW, MANY = 1_000, 10_000
#: Megabytes that ten times as many rows may add: what the allocator keeps, not what rows hold.
SLACK = 8.0
#: Writes each file of each process; says the rows, the bytes and the megabytes added at most.
EXPORTER = """
import json, os, sys, zipfile
from pathlib import Path
import django
django.setup()
from django.http import QueryDict
from preau.kernel.refusal import Refused
from preau.processes.models import Process
from preau.proposals.desk.files import export_files, write_csv, write_pdf, write_xlsx
from preau.proposals.desk.selection import Selection
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site
import preau.reviews.tests.world

def memory(line):
    found = next(one for one in Path("/proc/self/status").read_text().splitlines() if line in one)
    return int(found.split()[1]) / 1024

def rows_of(book):
    rows, tail = 0, b""
    with zipfile.ZipFile(book) as parts, parts.open("xl/worksheets/sheet1.xml") as sheet:
        while piece := sheet.read(65536):
            rows += (tail + piece).count(b"</row>")
            tail = piece[-5:]
    return rows

def written(code, form, selection):
    file, rows, size = export_files.get(code), 0, 0
    if form == "csv":
        for line in write_csv(file, selection, people=True):
            rows, size = rows + 1, size + len(line)
        return rows, size, memory("VmHWM")
    if form == "xlsx":
        with write_xlsx(file, selection, people=True) as book:
            most, size = memory("VmHWM"), book.seek(0, os.SEEK_END)
            return rows_of(book), size, most
    try:
        size = len(write_pdf(file, selection, people=True))
    except Refused as refused:
        rows = refused.refusal.code
    return rows, size, memory("VmHWM")

with use_site(Site.objects.get(pk=int(sys.argv[1]))):
    selections = [
        Selection.read(Process.objects.get(slug=slug), QueryDict()) for slug in sys.argv[2:]
    ]
    files = [(c, f) for c in ("propositions", "avis", "decisions") for f in ("csv", "xlsx")]
    papers = [(c, "pdf") for c in ("propositions", "avis", "decisions", "catalogue")]
    for code, form in files:
        written(code, form, selections[0])  # what a first run loads once is not the rows'
    for selection in selections:
        for code, form in files + (papers if selection is selections[-1] else []):
            Path("/proc/self/clear_refs").write_text("5")
            before = memory("VmRSS")
            rows, size, most = written(code, form, selection)
            told = [selection.process.slug, code, form, rows, size, most - before]
            print(json.dumps(told), flush=True)
"""


def _fill(slug: str, service: Any, count: int) -> None:
    """A process with ``count`` retained ideas of a page each, with an opinion and a decision."""
    world, at = make_world(slug), clock.now()
    more = {"process": world.process, "slug": "idee", "author_name": "N.", "search_key": "idee"}
    ideas = Proposal.objects.bulk_create(
        Proposal(
            number=place,
            title=f"Idée {place}",
            idea="Un texte. " * 50,
            status=Status.RETAINED,
            status_at=at,
            submitted_at=at,
            sort_key=f"{place:06}",
            **more,
        )
        for place in range(1, count + 1)
    )
    Opinion.objects.bulk_create(
        Opinion(
            proposal=one,
            step=world.review,
            service=service,
            asked_by_name="O.",
            asked_at=at,
            due_on=(at + timedelta(9)).date(),
            words="Un avis. " * 50,
        )
        for one in ideas
    )
    Decision.objects.bulk_create(
        Decision(
            proposal=one,
            step=world.review,
            verdict="retained",
            words="La Ville retient cette idée. " * 20,
            signed_by="La Ville",
            decided_by_name="K.",
            at=at,
        )
        for one in ideas
    )


def _export(site: Any, *slugs: str) -> list[Any]:
    """What a process of its own says of the files: it reads what is committed, as a worker does."""
    place, _mark, options = os.environ["DATABASE_URL"].partition("?")
    name = settings.DATABASES["default"]["NAME"]
    url = f"{place.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-c", EXPORTER, str(site.pk), *slugs],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("own_database")
def test_export_thousands_in_little_memory(record_property: Any) -> None:
    from conftest import Cast
    from preau.tenancy.models import Site
    from preau.tenancy.scope import use_site

    site = Site.objects.create(slug="grande", name="Grande ville")
    with use_site(site):
        service = Cast(site).service()
        _fill("peu", service, FEW)
        _fill("beaucoup", service, MANY)
    few: dict[tuple[str, str], Any] = {}
    many: dict[tuple[str, str], Any] = {}
    for slug, code, form, *told in _export(site, "peu", "beaucoup"):
        (few if slug == "peu" else many)[code, form] = told
    assert (len(few), len(many)) == (6, 10)
    for one, (rows, size, added) in many.items():
        record_property("-".join(one), (few.get(one), many[one]))
        if one[1] == "pdf":
            # A paper has an end: beyond it, it is refused before anything is composed.
            assert rows == "too_long"
            assert added < 40, one
            continue
        assert (few[one][0], rows) == (FEW + 1, MANY + 1), one
        assert size > few[one][1] * 5, one
        assert added < few[one][2] + SLACK, (one, few[one], added)
