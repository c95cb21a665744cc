"""Public pages with 10,000 proposals, each as a ratio to a bare Django page in the same run.

    ./preau bench pages

The floor, in a process of its own, and the pages take turns; medians are kept. Pages are asked in
this process, without a network: what is measured is what a worker's processor does. « Kept » pages
are those of a reader without a session; « made » ones are made anew for somebody signed in.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import town  # noqa: E402
from loop import rate  # noqa: E402

ROUNDS = 3
SECONDS = 0.7
FLOOR = (
    "from floor_hello import application; from loop import rate; import json; "
    f"print(json.dumps(rate(application, '/', seconds={SECONDS})))"
)


def floor() -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-c", FLOOR], cwd=HERE, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def main() -> None:
    town.start()
    site = town.open_town()
    from voters import open_vote, sign_in_voters

    from config.wsgi import application
    from preau.tenancy.scope import use_site

    with use_site(site):
        contest = open_vote()
        (reader,) = sign_in_voters(contest, 1, with_drafts=False)
        booth = contest.url("choose")
    kept = {f"{name}, kept": (path, "") for name, path in town.pages(site).items()}
    made = {f"{name}, made": (path, reader.cookies) for name, path in town.pages(site).items()}
    searched = "/demarches/mesure/projets/?q=jardin"
    made |= {
        "list by words, made": (searched, reader.cookies),
        "booth, made": (booth, reader.cookies),
    }
    floors, rounds = [], []
    for _ in range(ROUNDS):
        floors.append(floor())
        rounds.append(
            {
                name: rate(application, path, SECONDS, cookies=cookies)
                for name, (path, cookies) in (kept | made).items()
            }
        )
    print(f"{'':28}{'pages/s':>10}{'CPU ms':>9}{'of floor':>10}")
    print(_line("floor: bare Django page", floors, floors))
    for name in kept | made:
        print(_line(name, [found[name] for found in rounds], floors))


def _line(name: str, found: list[dict[str, float]], floors: list[dict[str, float]]) -> str:
    per_second = statistics.median(one["per_second"] for one in found)
    cpu = statistics.median(one["cpu_ms"] for one in found)
    ratio = statistics.median(
        one["per_second"] / floor["per_second"] for one, floor in zip(found, floors, strict=True)
    )
    return f"{name:28}{per_second:10.0f}{cpu:9.2f}{100 * ratio:9.0f} %"


if __name__ == "__main__":
    main()
