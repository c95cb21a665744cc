"""A public inquiry with many observations: register, search, mails, files, evidence.

    ./preau bench inquiry [100000]

Memory is the highest of this process, measured after each act; times are those of this process.
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
MAILS = min(10_000, COUNT)
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
HERE = "/demarches/plu/enquete/enquete/"


def main() -> None:
    town.start()
    site = town.open_town()
    from preau.tenancy.scope import use_site

    with use_site(site):
        inquiry, judge = make()
        told("observations written", lambda: fill(inquiry))
        measure(inquiry, judge)


def told(name: str, act: Callable[[], Any]) -> Any:
    """Run ``act`` and say how long it took, its statements, and the most memory used so far."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, wall = time.process_time(), time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        found = act()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = (time.process_time() - cpu) * 1000
    print(
        f"{name:<28}{(time.perf_counter() - wall):8.2f} s {spent:10.1f} ms CPU {most:6} MB"
        f" {len(seen):6} statements"
    )
    return found


def make() -> tuple[Any, Any]:
    """An open inquiry and its commissioner."""
    from preau.accounts.models import User
    from preau.blueprints import enquete_publique
    from preau.blueprints.enquete_publique import Plan, Who
    from preau.inquiries.models import Capacity, Inquiry
    from preau.kernel import clock

    judge = User.objects.create(email="bench-inquiry@example.org", first_name="Colette")
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
    return Inquiry.objects.select_related("step__process").get(), judge


def fill(inquiry: Any) -> None:
    """Observations of forty words, each with its line of the chain."""
    from django.db import transaction

    from preau.inquiries.chain import digest_observation, hold_chain
    from preau.inquiries.deposits import tell
    from preau.inquiries.models import Link, Observation
    from preau.kernel import clock

    for start in range(0, COUNT, CHUNK):
        with transaction.atomic():
            chain, at, made = hold_chain(inquiry), clock.now(), []
            for number in range(start + 1, min(start + CHUNK, COUNT) + 1):
                text = " ".join(WORDS[(number * k) % len(WORDS)] for k in range(1, 40))
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
    from preau.kernel.spreadsheets import write_xlsx

    reader = Client(headers={"host": "localhost"})
    reader.get(HERE)
    for name, path in (
        ("home", ""),
        ("register, first page", "registre/"),
        ("register, last page", "registre/?page=last"),
        ("register, one word", "registre/?q=talus"),
        ("register, two rare words", f"registre/?q=talus+{COUNT - 7}x"),
        ("one observation", f"registre/{COUNT - 3}/"),
        ("journal", "journal/"),
    ):
        page = told(name, lambda path=path: reader.get(HERE + path))
        assert page.status_code == 200, (path, page.status_code)
    client = Client(headers={"host": "localhost"})
    client.force_login(judge)
    client.get("/bureau" + HERE)
    told("desk, dashboard", lambda: client.get("/bureau" + HERE))
    told("desk, register", lambda: client.get(f"/bureau{HERE}registre/?vue=sans-point"))
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
    told(f"mails taken ({MAILS})", lambda: take(inquiry))


def stream(client: Any, url: str) -> None:
    size = sum(len(piece) for piece in client.get(url).streaming_content)
    assert size > COUNT * 100, size


def take(inquiry: Any) -> None:
    """Mails, one in ten odd: each is kept and counted."""
    from preau.inquiries.intake.actions import take_mail
    from preau.inquiries.models import IncomingMail

    odd = (
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n!!",
        b"a: b\n\n",
    )
    for number in range(MAILS):
        head = f"From: a{number}@example.org\nMessage-ID: <{number}@x>\nSubject: Avis\n\n"
        raw = head.encode() + f"Avis {number}".encode()
        if number % 10 == 0:
            raw = odd[number // 10 % len(odd)] + str(number).encode()
        take_mail(inquiry=inquiry, raw=raw)
    assert IncomingMail.objects.filter(inquiry=inquiry).count() == MAILS


if __name__ == "__main__":
    main()
