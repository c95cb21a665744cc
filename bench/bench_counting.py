"""How fast the count is, beside pabutools on the same files in the same run.

    python bench/bench_counting.py FILE…             both libraries, parsing included and apart
    python bench/bench_counting.py --all FOLDER      every .pb of a folder, read and counted
    python bench/bench_counting.py --growth          time against ballots and projects

Each measure is a fresh process: its whole CPU time (start of Python included) and its peak memory.
pabutools is needed for the first form: `uv sync --group oracle`. `--without-oracle` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RULES = ("greedy", "equal-shares")
SOURCES = Path(__file__).parents[1] / "src"


def ours(path: Path, rule: str) -> dict[str, object]:
    sys.path.insert(0, str(SOURCES))
    from preau.counting import EqualShares, count
    from preau.counting.pabulib import read_election
    from preau.counting.pabulib.rules import Asked, rule_for

    start = time.process_time()
    election = read_election(path)
    read = time.process_time()
    fit = "skip" if rule == "greedy" else None
    shares = EqualShares(completion="add1") if rule == "equal-shares" else None
    asked = Asked(
        rule=rule, fit=fit, threshold=0, ties=("cheaper", "score", "draw"), equal_shares=shares
    )
    outcome = count(election.candidates, election.profile, rule_for(election, asked))
    done = time.process_time()
    return {"parse": read - start, "count": done - read, "winners": sorted(outcome.winners)}


def oracle(path: Path, rule: str) -> dict[str, object]:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import (
        exhaustion_by_budget_increase,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
    )
    from pabutools.tiebreaking import TieBreakingRule

    start = time.process_time()
    instance, profile = parse_pabulib(str(path))
    read = time.process_time()
    grouped = profile.as_multiprofile()
    ties = TieBreakingRule(lambda _, votes, one: (one.cost, -votes.approval_score(one), one.name))
    options = {"sat_class": Cost_Sat, "tie_breaking": ties}
    if rule == "greedy":
        winners = greedy_utilitarian_welfare(instance, grouped, **options)
    else:
        winners = exhaustion_by_budget_increase(
            instance, grouped, method_of_equal_shares, options, budget_step=profile.num_ballots()
        )
    done = time.process_time()
    found = sorted(project.name for project in winners)
    return {"parse": read - start, "count": done - read, "winners": found}


def measure(who: str, path: Path, rule: str) -> dict[str, object]:
    """Run one count in a process of its own; `cpu` is all its CPU seconds, `mib` its peak."""
    command = [sys.executable, __file__, "--child", who, rule, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        output = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{who} failed on {path}")
    found: dict[str, object] = json.loads(output)
    return found | {"cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def compare(paths: list[Path], with_oracle: bool) -> None:
    print("| file | rule | parse | count | whole | MiB | pabutools | MiB | times | same |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for path in paths:
        for rule in RULES:
            here = measure("ours", path, rule)
            mine = (
                f"{here['parse']:.2f} | {here['count']:.2f} | {here['cpu']:.2f} | {here['mib']:.0f}"
            )
            there = "| | |"
            if with_oracle:
                other = measure("oracle", path, rule)
                same = "yes" if other["winners"] == here["winners"] else "no"
                times = float(str(other["cpu"])) / float(str(here["cpu"]))
                there = f"{other['cpu']:.1f} | {other['mib']:.0f} | {times:.0f} | {same}"
            print(f"| {path.name} | {rule} | {mine} | {there} |", flush=True)


def count_all(folder: Path) -> None:
    paths = sorted(folder.glob("*.pb"))
    start, ballots = time.process_time(), 0
    sys.path.insert(0, str(SOURCES))
    from preau.counting import count
    from preau.counting.pabulib import read_election
    from preau.counting.pabulib.rules import Asked, rule_for

    for path in paths:
        election = read_election(path)
        rule = rule_for(election, Asked(rule="greedy", fit="skip"))
        ballots += count(election.candidates, election.profile, rule).valid
    print(f"{len(paths)} elections, {ballots} ballots: {time.process_time() - start:.1f} s of CPU")


def invented(ballots: int, projects: int) -> str:
    """An election like real ones: few popular projects, one to five approvals a ballot."""
    drawn = random.Random(ballots * 1000 + projects)
    ids = [f"p{number}" for number in range(projects)]
    likes = [1 / (number + 3) for number in range(projects)]
    lines = [
        "META",
        "key;value",
        f"budget;{projects * 20_000}",
        "vote_type;approval",
        "rule;greedy",
    ]
    lines += ["PROJECTS", "project_id;cost"]
    lines += [f"{option};{drawn.randrange(20, 2000) * 100}" for option in ids]
    lines += ["VOTES", "voter_id;vote"]
    for number in range(ballots):
        chosen = set(drawn.choices(ids, likes, k=drawn.randint(1, 5)))
        lines.append(f"{number};{','.join(sorted(chosen))}")
    return "\n".join(lines) + "\n"


def growth() -> None:
    print("| ballots | projects | parse | greedy | equal shares add1 | MiB |")
    print("|---|---|---|---|---|---|")
    sizes = [(12_500 << step, 100) for step in range(5)] + [
        (50_000, 25 << step) for step in range(5)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for ballots, projects in sizes:
            path = Path(folder) / "invented.pb"
            path.write_text(invented(ballots, projects))
            simple, shares = measure("ours", path, "greedy"), measure("ours", path, "equal-shares")
            figures = f"{simple['parse']:.2f} | {simple['count']:.3f} | {shares['count']:.2f}"
            print(f"| {ballots} | {projects} | {figures} | {shares['mib']:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--without-oracle", action="store_true")
    parser.add_argument("--child", nargs=3, metavar=("WHO", "RULE", "FILE"))
    asked = parser.parse_args()
    if asked.child:
        who, rule, path = asked.child
        print(json.dumps((ours if who == "ours" else oracle)(Path(path), rule)))
    if asked.files:
        compare(asked.files, not asked.without_oracle)
    if asked.all:
        count_all(asked.all)
    if asked.growth:
        growth()


if __name__ == "__main__":
    main()
