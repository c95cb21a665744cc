"""Public pages over real HTTP, beside a bare Django page served in the same way in the same run.

    ./preau bench http

Granian serves both with the workers and threads of ``./preau run``; sixteen readers without a
session ask again and again. Floor and product take turns; the median of the ratios is kept.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import town
from served import granian, read_for

ROUNDS = 5
READERS = 16
SECONDS = 1.0


def main() -> None:
    town.start()
    site = town.open_town()
    pages = town.pages(site)
    rates: dict[str, list[float]] = {name: [] for name in pages}
    floors: list[float] = []
    with granian("floor_hello") as floor, granian("product") as product:
        for path in pages.values():
            read_for(product, path, seconds=0.3, readers=READERS)
        for _ in range(ROUNDS):
            floors.append(read_for(floor, "/", seconds=SECONDS, readers=READERS))
            for name, path in pages.items():
                rates[name].append(read_for(product, path, seconds=SECONDS, readers=READERS))
    print(f"{'':28}{'pages/s':>10}{'of floor':>10}")
    print(f"{'floor: bare Django page':28}{statistics.median(floors):10.0f}")
    for name, found in rates.items():
        ratio = statistics.median(rate / floor for rate, floor in zip(found, floors, strict=True))
        print(f"{name:28}{statistics.median(found):10.0f}{100 * ratio:9.0f} %")


if __name__ == "__main__":
    main()
