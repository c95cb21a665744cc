"""A public inquiry with many observations: register, search, files, evidence.

    ./preau bench inquiry [100000]
    ./preau bench inquiry --mails 10000

The register is filled once and found again by later runs; one observation in ten has a document.
Processor time is that of this process and that of PostgreSQL for its connection; the load of the
machine is written first and last. Each file is
written by a process of its own, for this register and for a small one: what they take of memory
above their start is held side by side.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import mails
import town

MAILS = int(sys.argv[2]) if sys.argv[1:2] == ["--mails"] else 0
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 and not MAILS else 100_000
SMALL = 2_000
CHUNK = 2000
#: One observation in so many has a document.
JOINED = 10
WORDS = [
    "parking",
    "arbre",
    "école",
    "rivière",
    "hauteur",
    "bruit",
    "talus",
    "chemin",
    "zone",
    "humide",
    "jardin",
    "train",
]
HOST = f"registre-{COUNT}.localhost"
HERE = "/demarches/plu/enquete/enquete/"


def main() -> None:
    (town.start if MAILS or len(sys.argv) < 3 else town.configure)()
    from preau.tenancy.scope import use_site

    if MAILS:
        inquiry = filled(0, f"courriels-{time.time():.0f}")
        with use_site(inquiry.site):
            mails.measure(inquiry, MAILS)
        return
    if len(sys.argv) > 2:
        inquiry = filled(COUNT)
        with use_site(inquiry.site):
            write_alone(inquiry, sys.argv[2])
        return
    filled(SMALL)
    inquiry = filled(COUNT)
    with use_site(inquiry.site):
        measure(inquiry, inquiry.parties.exclude(user=None).get().user)
    compare_files()


def filled(count: int, slug: str = "") -> Any:
    """The inquiry of so many observations, in a city of its own."""
    from preau.inquiries.models import Inquiry, Observation
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    slug = slug or f"registre-{count}"
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        site = Site.objects.create(slug=slug, name="Ville du registre")
        Domain.objects.create(site=site, host=f"{slug}.localhost", is_canonical=True)
    with use_site(site):
        found = Inquiry.objects.select_related("step__process", "site")
        inquiry = found.first() or make(slug) or found.get()
        already = Observation.objects.filter(inquiry=inquiry).count()
        if already < count:
            told("observations written", lambda: fill(inquiry, already, count))
            cut(inquiry)
            town.tidy()
    return inquiry


def told(name: str, act: Callable[[], Any]) -> Any:
    """Run ``act`` and say how long it took, and its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, server, wall = time.process_time(), server_cpu(), time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        found = act()
    spent = (time.process_time() - cpu) * 1000
    print(
        f"{name:<28}{(time.perf_counter() - wall):8.2f} s {spent:9.1f} ms CPU"
        f" {(server_cpu() - server) * 1000:9.1f} ms PostgreSQL"
        f" {len(seen):4} statements",
        flush=True,
    )
    return found


def asked(name: str, act: Callable[[], Any]) -> Any:
    """The median of fifteen asks, after one that reads the layouts; the worst beside it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        found = act()
    statements, spent, served = len(seen), [], []
    for _turn in range(15):
        cpu, server = time.process_time(), server_cpu()
        act()
        spent.append((time.process_time() - cpu) * 1000)
        served.append((server_cpu() - server) * 1000)
    print(
        f"{name:<28}{statistics.median(spent):8.1f} ms CPU (at most {max(spent):.1f})"
        f" {statistics.median(served):8.1f} ms PostgreSQL (at most {max(served):.1f})"
        f" {statements:4} statements",
        flush=True,
    )
    return found


def server_cpu() -> float:
    """Seconds of processor that PostgreSQL spent for this connection, to the hundredth."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0


def make(name: str) -> None:
    """An open inquiry with its commissioner."""
    from preau.accounts.models import User
    from preau.blueprints import enquete_publique
    from preau.blueprints.enquete_publique import Plan, Who
    from preau.inquiries.models import Capacity
    from preau.kernel import clock

    judge = User.objects.create(email=f"{name}@example.org", first_name="Colette")
    at = clock.now()
    enquete_publique.create(
        title="Plan",
        slug="plu",
        actor=None,
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=40),
        plan=Plan(
            profile="environnementale",
            purpose="Révision",
            authority="Le maire",
            project_owner="La commune",
            seat="Mairie",
            email="plu@example.org",
            people=(Who(Capacity.COMMISSIONER, "Colette", user=judge),),
        ),
    )


def fill(inquiry: Any, already: int, count: int) -> None:
    """Observations of forty words, each with its line of the chain."""
    from django.db import transaction

    from preau.inquiries.chain import digest_observation, hold_chain
    from preau.inquiries.deposits import tell
    from preau.inquiries.models import Attachment, Link, Observation
    from preau.kernel import clock

    for start in range(already, count, CHUNK):
        with transaction.atomic():
            chain, at, made, joined = hold_chain(inquiry), clock.now(), [], []
            for number in range(start + 1, min(start + CHUNK, count) + 1):
                text = " ".join(WORDS[(number * k) % len(WORDS)] for k in range(1, 40))
                if number % 500 == 0:
                    text += " campanule"
                one = Observation(
                    inquiry=inquiry,
                    number=number,
                    channel="web",
                    channel_number=number,
                    received_at=at,
                    entered_at=at,
                    author_kind="anonymous",
                    text=f"{text} {number}",
                    public_text=f"{text} {number}",
                    published_at=at,
                    latitude=48.1 + number % 100 / 1000,
                    longitude=-1.6,
                    sketch=[f"{place}{number // 9:012x}" for place in range(6)],
                )
                names = []
                if number % JOINED == 0:
                    kept = plan_of(number)
                    joined.append(Attachment(observation=one, document=kept, order=1))
                    names = [(kept.name, kept.sha256)]
                one.digest = digest_observation(one, names)
                made.append(one)
            Observation.objects.bulk_create(made)
            Attachment.objects.bulk_create(joined)
            Link.objects.bulk_create([tell(chain, one) for one in made])


def plan_of(number: int) -> Any:
    """A document of four thousand bytes."""
    from preau.inquiries.documents import keep_bytes

    body = b"%PDF-1.4\n" + str(number).encode() * 800
    return keep_bytes(body=body, name=f"plan-{number}.pdf", kind="application/pdf")


def cut(inquiry: Any) -> None:
    """A point on each observation, under one of five themes."""
    from preau.inquiries.models import Observation, Point, Theme

    themes = [Theme.objects.create(inquiry=inquiry, order=n, title=f"Thème {n}") for n in range(5)]
    every = Observation.objects.filter(inquiry=inquiry).values_list("pk", "public_text")
    points = (
        Point(observation_id=pk, order=1, text=text, theme=themes[pk % 5])
        for pk, text in every.iterator(chunk_size=CHUNK)
    )
    while some := list(islice(points, CHUNK)):
        Point.objects.bulk_create(some)


def measure(inquiry: Any, judge: Any) -> None:
    from django.test import Client

    from preau.inquiries.search import alike_to

    say_load()
    reader = Client(headers={"host": HOST})
    reader.get(HERE)
    for name, path in (
        ("home", ""),
        ("register, first page", "registre/"),
        ("register, last page", f"registre/?page={COUNT // 25}"),
        ("search, a word of most", "registre/?q=talus"),
        ("search, a rare word", "registre/?q=campanule"),
        ("search, two words of most", "registre/?q=talus+rivière"),
        ("search, words never together", "registre/?q=talus+campanule"),
        ("search, no answer", "registre/?q=xylophone"),
        ("one observation", f"registre/{COUNT - 3}/"),
        ("journal", "journal/"),
    ):
        page = asked(name, lambda path=path: reader.get(HERE + path))
        assert page.status_code == 200, (path, page.status_code)
    client = Client(headers={"host": HOST})
    client.force_login(judge)
    client.get("/bureau" + HERE)
    asked("desk, dashboard", lambda: client.get("/bureau" + HERE))
    asked("desk, register", lambda: client.get(f"/bureau{HERE}registre/?vue=sans-point"))
    asked("desk, search", lambda: client.get(f"/bureau{HERE}registre/?q=campanule"))
    letter = [f"{place}{COUNT // 18:012x}" for place in range(6)]
    told("letters alike, found", lambda: alike_to(inquiry, letter))
    say_load()


def say_load() -> None:
    """What else the machine does: processes that wait for a processor, over 1, 5 and 15 minutes."""
    print("load", *(f"{one:.2f}" for one in os.getloadavg()), flush=True)


FILES = (
    "CSV",
    "XLSX",
    "ODS",
    "ODT",
    "DOCX",
    "GeoJSON",
    "PDF, last volume",
    "PDF, 3 volumes",
    "documents",
    "evidence",
)


def writers(inquiry: Any) -> dict[str, Callable[[], Any]]:
    """How each file is written: pieces to send, a whole file, or bytes."""
    from preau.inquiries.archive import write_archive, write_documents
    from preau.inquiries.exports import observation_heads, observation_rows, workbook
    from preau.inquiries.papers.register import register_pdf, volumes
    from preau.inquiries.places import geojson
    from preau.inquiries.written import write_docx, write_odt
    from preau.kernel.sheets import csv_lines
    from preau.kernel.spreadsheets import write_ods, write_xlsx

    heads, rows = observation_heads(), observation_rows(inquiry, is_sealed_text=True)
    return {
        "CSV": lambda: csv_lines(heads, rows),
        "XLSX": lambda: write_xlsx(workbook(inquiry, is_sealed_text=True)),
        "ODS": lambda: write_ods(workbook(inquiry, is_sealed_text=True)),
        "ODT": lambda: write_odt(inquiry),
        "DOCX": lambda: write_docx(inquiry),
        "GeoJSON": lambda: geojson(inquiry, with_ground=False, with_points=True),
        "PDF, last volume": lambda: iter([register_pdf(inquiry, volumes(inquiry))]),
        "PDF, 3 volumes": lambda: (
            register_pdf(inquiry, min(n, volumes(inquiry))) for n in (1, 2, 3)
        ),
        "documents": lambda: write_documents(inquiry, is_sealed_text=True),
        "evidence": lambda: write_archive(inquiry, is_sealed_text=True),
    }


def write_alone(inquiry: Any, name: str) -> None:
    """Write one file, then print seconds of processor, megabytes above the start, and its size."""
    from preau.inquiries import proof

    start, cpu = mails.held(), time.process_time()
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        written = writers(inquiry)[name]()
        pieces = (
            written if not hasattr(written, "read") else iter(lambda: written.read(1 << 20), b"")
        )
        for piece in pieces:
            file.write(piece if isinstance(piece, bytes) else piece.encode())
        file.flush()
        if name == "evidence":
            verdict = proof.verify(file.name)
            assert verdict.is_sound, verdict.faults[:3]
            assert verdict.observations == COUNT
        spent, size = time.process_time() - cpu, Path(file.name).stat().st_size
    print(f"{spent:.2f} {mails.held() - start:.0f} {size / 1e6:.1f}")


def compare_files() -> None:
    """Each file of both registers, by processes of their own."""
    print(f"\n{'file':<18}{'observations':>14}{'CPU s':>9}{'MB more':>9}{'MB of file':>12}")
    for name in FILES:
        for count in (SMALL, COUNT):
            command = [sys.executable, __file__, str(count), name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            spent, more, size = done.stdout.split()
            print(f"{name:<18}{count:>14,}{spent:>9}{more:>9}{size:>12}", flush=True)


if __name__ == "__main__":
    main()
