"""Many cities on one installation: what a new one costs, and what the others cost it.

    ./preau bench sites [--sites 300] [--json]

Two sites are asked for ten pages each, then as many as there are, in turns: the ratio of the two
costs is that of having neighbours. Pages are made anew (the reader has a session), in this
process. The database is that of the bench: sites made before are found again.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town
from loop import ask

PAGES = (
    "/",
    "/demarches/",
    "/demarches/mesure/",
    "/demarches/mesure/projets/",
    "/connexion/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/aide/",
    "/donnees-ouvertes/",
)
ROUNDS = 5


def create(number: int) -> float | None:
    """CPU seconds to make city ``number`` with an open process; None when it was there."""
    from preau.kernel import clock
    from preau.operator.sites import NewSite, create_site
    from preau.processes.models import Process, Step
    from preau.proposals.models import CollectionSettings
    from preau.tenancy.models import Site
    from preau.tenancy.scope import use_site

    name = f"Ville {number:03}"
    if Site.objects.filter(slug=f"ville-{number:03}").exists():
        return None
    start = time.process_time()
    site = create_site(NewSite(name=name, administrator=f"chef{number}@example.org"))
    spent = time.process_time() - start
    with use_site(site):
        process = Process.objects.create(
            title="Budget", slug="mesure", blueprint="participatory_budget", state="published"
        )
        at = clock.now()
        step = Step.objects.create(
            process=process,
            order=1,
            kind="collection",
            title="Dépôt",
            slug="depot",
            opens_at=at - timedelta(days=1),
            closes_at=at + timedelta(days=900),
        )
        CollectionSettings.objects.create(step=step)
    return spent


def cost(application: Any, hosts: list[str], paths: list[str]) -> float:
    """CPU milliseconds a page, over every page of every host once."""
    cookies = "sessionid=nobody"
    start = time.process_time()
    for host in hosts:
        for path in paths:
            ask(application, path, host=host, cookies=cookies)
    return 1000 * (time.process_time() - start) / (len(hosts) * len(paths))


def memory() -> float:
    """Most memory held by this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    start = time.process_time()
    town.start()
    from config.wsgi import application

    begun = time.process_time() - start
    spent = [create(number) for number in range(1, options.sites + 1)]
    town.tidy()
    hosts = [f"ville-{number:03}.localhost" for number in range(1, options.sites + 1)]
    paths = list(PAGES)
    cost(application, hosts[:2], paths)
    small = memory()
    cost(application, hosts, paths)
    pairs = []
    for _ in range(ROUNDS):
        few = statistics.median(cost(application, hosts[:2], paths) for _ in range(10))
        pairs.append((few, cost(application, hosts, paths)))
    found = {
        "sites": options.sites,
        "pages_per_site": len(paths),
        "create_cpu_s": round(statistics.median(one for one in spent if one is not None), 3)
        if any(one is not None for one in spent)
        else None,
        "start_cpu_s": round(begun, 2),
        "page_ms_2_sites": round(statistics.median(few for few, _ in pairs), 2),
        "page_ms_all_sites": round(statistics.median(all_ for _, all_ in pairs), 2),
        "ratio": round(statistics.median(all_ / few for few, all_ in pairs), 3),
        "memory_mib_2_sites": round(small),
        "memory_mib_all_sites": round(memory()),
    }
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24}{value}")


if __name__ == "__main__":
    main()
