"""Two installations with their own numbers never give the same key."""

from __future__ import annotations

from typing import Any

import pytest

from preau.operator.keys import MOST, own_range, spread_keys
from preau.processes.models import Process
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

BROWSERS_KEEP_EXACT = 2**53


def test_stay_exact_in_browsers() -> None:
    assert own_range(MOST) + 2**40 <= BROWSERS_KEEP_EXACT
    assert own_range(0) == 0
    with pytest.raises(ValueError, match="4096"):
        own_range(4096)


@pytest.mark.usefixtures("own_database")
def test_give_keys_of_own_range(settings: Any) -> None:
    settings.PREAU_INSTALLATION = 7
    for _ in range(2):  # a second migration changes nothing
        spread_keys(using="owner")
    site = Site.objects.create(slug="sept", name="Sept")
    with use_site(site):
        process = Process.objects.create(title="Un", slug="un", blueprint="x")
    assert site.pk == process.pk == 7 * 2**40 + 1
