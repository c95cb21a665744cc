"""The contest of a page of the booth, kept in the memory of the process while nothing of it changes.

A booth is entered thousands of times within an hour and its contest does not move. Once a second at
most, one short statement asks the database for the version of each row that it is made of; only
when one differs are they read again. What is believed for that second is words and buttons: the
hours, a suspension and the limits of a ballot are judged by the database as it takes the ballot.
Nothing of a voter is kept, and never the secret of a box.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from preau.processes.requirements import requirements_of
from preau.tenancy.scope import current_site

from ..models import Contest

#: Where each row stands and who wrote it: an update, and nothing else, changes the one or the other.
_VERSION = """
SELECT string_agg(concat_ws(' ', c.xmin, c.ctid, e.xmin, e.ctid, p.xmin, p.ctid, z.xmin, z.ctid,
    pr.xmin, pr.ctid, (
    SELECT string_agg(concat(s.xmin, s.ctid), ' ' ORDER BY s.id)
    FROM processes_step s WHERE s.process_id = p.id
), (
    SELECT string_agg(concat(r.xmin, r.ctid), ' ' ORDER BY r.id)
    FROM processes_requirement r WHERE r.step_id = e.step_id
)), ';' ORDER BY c.id)
FROM processes_process p
JOIN processes_step own ON own.process_id = p.id
JOIN voting_election e ON e.step_id = own.id
JOIN voting_contest c ON c.election_id = e.id
LEFT JOIN voting_paperrule pr ON pr.election_id = e.id
LEFT JOIN territory_zone z ON z.id = c.zone_id
WHERE p.slug = %s AND c.slug = %s
"""
MOST = 500
#: Seconds during which a process believes what it knows without asking.
BELIEVED = 1.0


@dataclass(frozen=True)
class Known:
    until: float
    version: str
    contest: Contest


_known: dict[tuple[int, str, str], Known] = {}


def remembered(process: str, slug: str, load: Callable[[], Contest]) -> Contest:
    """What ``load`` gives, or gave before if no row of it changed since; only ever read it."""
    key = (current_site().pk, process, slug)
    contest, version = _still_known(key)
    if contest is None:
        version = version or _version_of(*key[1:])
        contest = load()
        requirements_of(contest.election.step)
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = Known(time.monotonic() + BELIEVED, version, contest)
    return contest


def known_contest(process: str, slug: str) -> Contest | None:
    """What is remembered, if no row of it changed since; never reads it anew."""
    return _still_known((current_site().pk, process, slug))[0]


def _still_known(key: tuple[int, str, str]) -> tuple[Contest | None, str]:
    """The contest if it is as it was, and the version that was just read to know it, if any."""
    known, moment = _known.get(key), time.monotonic()
    if known is None:
        return None, ""
    if known.until > moment:
        return known.contest, ""
    version = _version_of(*key[1:])
    if known.version != version:
        return None, version
    _known[key] = Known(moment + BELIEVED, version, known.contest)
    return known.contest, version


def _version_of(process: str, slug: str) -> str:
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
        cursor.execute(_VERSION, [process, slug])
        return str(cursor.fetchone()[0])


def forget_contests() -> None:
    """Forget all (between tests, whose databases come and go)."""
    _known.clear()
