"""A public inquiry with many observations: register, search, files, evidence.

    ./preau bench inquiry [100000]

The register is filled once and found again by later runs. Processor time is that of this process
and that of PostgreSQL for its connection; memory is the highest of this process so far.
"""

from __future__ import annotations

import resource
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
CHUNK = 2000
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
    town.start()
    from preau.inquiries.models import Inquiry, Observation
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    slug = f"registre-{COUNT}"
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        site = Site.objects.create(slug=slug, name="Ville du registre")
        Domain.objects.create(site=site, host=HOST, is_canonical=True)
    with use_site(site):
        inquiry = Inquiry.objects.select_related("step__process").first() or make()
        already = Observation.objects.filter(inquiry=inquiry).count()
        if already < COUNT:
            told("observations written", lambda: fill(inquiry, already))
            town.tidy()
        measure(inquiry, inquiry.parties.exclude(user=None).get().user)


def told(name: str, act: Callable[[], Any]) -> Any:
    """Run ``act`` and say how long it took, its statements, and the most memory used so far."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, server, wall = time.process_time(), server_cpu(), time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        found = act()
    spent = (time.process_time() - cpu) * 1000
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:<28}{(time.perf_counter() - wall):8.2f} s {spent:9.1f} ms CPU"
        f" {(server_cpu() - server) * 1000:9.1f} ms PostgreSQL {most:6} MB"
        f" {len(seen):4} statements"
    )
    return found


def server_cpu() -> float:
    """Seconds of processor that PostgreSQL spent for this connection, to the hundredth."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0


def make() -> Any:
    """An open inquiry with its commissioner."""
    from preau.accounts.models import User
    from preau.blueprints import enquete_publique
    from preau.blueprints.enquete_publique import Plan, Who
    from preau.inquiries.models import Capacity, Inquiry
    from preau.kernel import clock

    judge = User.objects.create(email=f"bench-{COUNT}@example.org", first_name="Colette")
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
    return Inquiry.objects.select_related("step__process").get()


def fill(inquiry: Any, already: int) -> None:
    """Observations of forty words, each with its line of the chain."""
    from django.db import transaction

    from preau.inquiries.chain import digest_observation, hold_chain
    from preau.inquiries.deposits import tell
    from preau.inquiries.models import Link, Observation
    from preau.kernel import clock

    for start in range(already, COUNT, CHUNK):
        with transaction.atomic():
            chain, at, made = hold_chain(inquiry), clock.now(), []
            for number in range(start + 1, min(start + CHUNK, COUNT) + 1):
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
                )
                one.digest = digest_observation(one, [])
                made.append(one)
            Observation.objects.bulk_create(made)
            Link.objects.bulk_create([tell(chain, one) for one in made])


def measure(inquiry: Any, judge: Any) -> None:
    from django.test import Client

    from preau.inquiries import proof
    from preau.inquiries.archive import write_archive
    from preau.inquiries.exports import workbook
    from preau.inquiries.likeness import likeness_of, sketch_of
    from preau.kernel.spreadsheets import write_xlsx

    reader = Client(headers={"host": HOST})
    reader.get(HERE)
    for name, path in (
        ("home", ""),
        ("register, first page", "registre/"),
        ("register, last page", f"registre/?page={COUNT // 25}"),
        ("search, a word of most", "registre/?q=talus"),
        ("search, a rare word", "registre/?q=campanule"),
        ("search, two words", "registre/?q=talus+campanule"),
        ("search, no answer", "registre/?q=xylophone"),
        ("one observation", f"registre/{COUNT - 3}/"),
        ("journal", "journal/"),
    ):
        page = told(name, lambda path=path: reader.get(HERE + path))
        assert page.status_code == 200, (path, page.status_code)
    client = Client(headers={"host": HOST})
    client.force_login(judge)
    client.get("/bureau" + HERE)
    told("desk, dashboard", lambda: client.get("/bureau" + HERE))
    told("desk, register", lambda: client.get(f"/bureau{HERE}registre/?vue=sans-point"))
    told("desk, search", lambda: client.get(f"/bureau{HERE}registre/?q=campanule"))
    letter = sketch_of(
        "Nous demandons que le chemin creux reste un chemin pour les piétons du bourg."
    )
    told("letters alike, found", lambda: likeness_of(inquiry, letter))
    told("export, CSV streamed", lambda: stream(client, f"/bureau{HERE}exports/registre.csv"))
    told("export, XLSX", lambda: write_xlsx(workbook(inquiry, is_sealed_text=True)).close())
    packed = told("evidence, packed", lambda: write_archive(inquiry, is_sealed_text=True))
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        while block := packed.read(1 << 20):
            file.write(block)
        file.flush()
        verdict = told("evidence, verified", lambda: proof.verify(file.name))
    assert verdict.is_sound, verdict.faults[:3]
    assert verdict.observations == COUNT


def stream(client: Any, url: str) -> None:
    size = sum(len(piece) for piece in client.get(url).streaming_content)
    assert size > COUNT * 100, size


if __name__ == "__main__":
    main()
