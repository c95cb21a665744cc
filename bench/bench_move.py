"""A whole city leaves for an empty installation: is it the same there, to the byte?

    ./preau bench move [--city saint-aubin] [--again] [--json]

Two databases and two folders of files. The demonstration is written in the first one (kept from
one run to the next; ``--again`` writes it anew), the city is exported and read as anyone reads it;
the file enters the second one, which is empty and has another secret key, and is read again at the
same instant. Pages, files, rows, bundles of results and registers of inquiries are held against
one another. Each step is a process of its own, whose memory is its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town

#: Drawn for each request, and said to nobody else.
ONCE = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
SIDES = ("leaving", "arriving")


def memory() -> float:
    """Most memory held by this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def step_seed(_told: dict[str, Any]) -> dict[str, Any]:
    from preau.demo.seeding import seed

    return {"chapters": len(list(seed()))}


def step_export(told: dict[str, Any]) -> dict[str, Any]:
    from preau.operator.portability.leaving import export_site
    from preau.tenancy.models import Site

    before, start = memory(), time.perf_counter()
    site = Site.objects.get(slug=told["city"])
    manifest = export_site(site, Path(told["file"]))
    return {
        "seconds": time.perf_counter() - start,
        "memory_mib": memory() - before,
        "rows": sum(one["rows"] for one in manifest["tables"].values()),
        "files": len(manifest["files"]),
        "bytes": Path(told["file"]).stat().st_size,
    }


def step_import(told: dict[str, Any]) -> dict[str, Any]:
    from preau.operator.portability.arriving import import_site

    before, start = memory(), time.perf_counter()
    import_site(Path(told["file"]))
    return {"seconds": time.perf_counter() - start, "memory_mib": memory() - before}


def step_read(told: dict[str, Any]) -> dict[str, Any]:
    """All that a reader is shown, the count and hash of each table, what verifies."""
    import secrets

    from django.db import connections

    from preau.kernel import clock
    from preau.operator.archive.writing import follow_site
    from preau.operator.portability.tables import count_rows
    from preau.tenancy.models import Site
    from preau.tenancy.scope import speaking_for

    secrets.randbelow = lambda below: below // 2  # lists drawn at random are drawn alike
    site = Site.objects.get(slug=told["city"])
    with connections["owner"].cursor() as cursor:
        rows = count_rows(cursor, site.pk)
    at = datetime.fromisoformat(told["at"])
    shutil.rmtree(told["kept"], ignore_errors=True)
    Path(told["kept"]).mkdir(parents=True)
    with clock.stopped(at), speaking_for(site, "fr"):
        archive = follow_site(site, Path(told["kept"]))
        proofs = [*_bundles(archive), *_registers()]
    shown = {address: _digest(one.raw) for address, one in archive.kept.items()}
    return {"rows": rows, "shown": shown, "pages": len(archive.pages), "proofs": proofs}


def _digest(raw: Path) -> str:
    said = ONCE.sub(rb"\1", raw.read_bytes())
    raw.with_name(raw.name + ".said").write_bytes(said)
    return hashlib.sha256(said).hexdigest()


def _bundles(archive: Any) -> list[list[Any]]:
    """Each bundle of results that the site offers: the ballots are counted again."""
    from preau.counting.bundle.verify import verify

    offered = sorted(a for a in archive.kept if archive.kept[a].kind == "application/zip")
    raw = {a: archive.kept[a].raw for a in offered}
    sealed = [a for a in offered if "ballots.jsonl" in zipfile.ZipFile(raw[a]).namelist()]
    found = [(address, verify(raw[address])) for address in sealed]
    return [[address, one.ok, one.ballots, one.ballots_root] for address, one in found]


def _registers() -> list[list[Any]]:
    """Each inquiry's evidence: its chain is hashed again, from the first line."""
    from preau.inquiries.archive import write_archive
    from preau.inquiries.models import Inquiry
    from preau.inquiries.proof import verify

    found = []
    for inquiry in Inquiry.objects.select_related("step").order_by("pk"):
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            shutil.copyfileobj(write_archive(inquiry, is_sealed_text=True), file)
            file.flush()
            verdict = verify(file.name)
        found.append([inquiry.step.slug, not verdict.faults, verdict.files, verdict.root])
    return found


def ask(side: str, step: str, told: dict[str, Any]) -> dict[str, Any]:
    """Do ``step`` in a process of its own, on one side."""
    env = os.environ | {
        "PREAU_VAR": f"{told['folder']}/{side}",
        "PREAU_DEMO": "1" if step == "seed" else "0",
    }
    if side == "arriving":
        env["PREAU_SECRET_KEY"] = hashlib.sha256(b"another installation").hexdigest()
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        env[name] = os.environ[name].replace("@/preau?", f"@/move_{side}?")
    done = subprocess.run(
        [sys.executable, __file__, "--step", step],
        input=json.dumps(told),
        stdout=subprocess.PIPE,
        env=env,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{side}, {step}: it failed")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def make_empty(side: str, folder: Path, *, anew: bool) -> None:
    """A database with nothing in it, unless it is kept."""
    import psycopg

    name = f"move_{side}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known and not anew:
            return
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    shutil.rmtree(folder / side, ignore_errors=True)
    (folder / side).mkdir(parents=True)


def compare(there: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """What is not the same on both sides."""
    addresses = sorted({*there["shown"], *here["shown"]})
    other = [one for one in addresses if there["shown"].get(one) != here["shown"].get(one)]
    labels = sorted({*there["rows"], *here["rows"]})
    counts = {one: (there["rows"].get(one), here["rows"].get(one)) for one in labels}
    # Sessions and codes stay behind; the arrival is one line of the record.
    moved = {one: pair for one, pair in counts.items() if pair[0] != pair[1]}
    both = zip(there["proofs"], here["proofs"], strict=True)
    proofs = [[one, two] for one, two in both if one != two]
    return {"shown": other, "rows": moved, "proofs": proofs}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--city", default="saint-aubin")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--step", choices=("seed", "export", "import", "read"))
    options = parser.parse_args()
    if options.step:
        town.start()
        logging.getLogger("django.request").setLevel(logging.ERROR)  # sheets come from the sources
        found = globals()[f"step_{options.step}"](json.load(sys.stdin))
        sys.stdout.write("\n" + json.dumps(found) + "\n")
        return
    folder = Path(os.environ["PREAU_VAR"]) / "bench-move"
    told = {
        "city": options.city,
        "folder": str(folder),
        "file": str(folder / "city.zip"),
        "at": datetime.now(UTC).isoformat(),
    }
    make_empty("leaving", folder, anew=options.again)
    ask("leaving", "seed", told)  # writes what is missing: nothing, most of the time
    make_empty("arriving", folder, anew=True)
    left = ask("leaving", "export", told)
    there = ask("leaving", "read", told | {"kept": str(folder / "read-leaving")})
    came = ask("arriving", "import", told)
    here = ask("arriving", "read", told | {"kept": str(folder / "read-arriving")})
    report(options, left, came, there, here)


def report(options: Any, left: Any, came: Any, there: Any, here: Any) -> None:
    other = compare(there, here)
    found = {
        "export": left,
        "import": came,
        "addresses": len(there["shown"]),
        "pages": there["pages"],
        "proofs": len(there["proofs"]),
        "proofs_that_hold": sum(one[1] for one in here["proofs"]),
        "not_the_same": other,
    }
    print(json.dumps(found, indent=None if options.json else 1, ensure_ascii=False))
    kept = {"ledger.entry", "accounts.session", "accounts.emailcode"}
    kept |= {"accounts.secondfactor", "accounts.recoverycode"}
    if other["shown"] or other["proofs"] or set(other["rows"]) - kept:
        raise SystemExit("the city is not the same there")


if __name__ == "__main__":
    main()
