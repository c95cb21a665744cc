"""The contest of a page of the booth, kept in the memory of the process while nothing of it changes.

A booth is entered thousands of times within an hour and its contest does not move. One short
statement asks the database for the version of each row that it is made of; only when one differs
are they read again. Nothing of a voter is kept, and never the secret of a box.
"""

from __future__ import annotations

from collections.abc import Callable

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
_known: dict[tuple[int, str, str], tuple[str, Contest]] = {}


def remembered(process: str, slug: str, load: Callable[[], Contest]) -> Contest:
    """What ``load`` gives, or gave before if no row of it changed since; only ever read it."""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
        cursor.execute(_VERSION, [process, slug])
        version = str(cursor.fetchone()[0])
    key = (current_site().pk, process, slug)
    known = _known.get(key)
    if known is not None and known[0] == version:
        return known[1]
    contest = load()
    requirements_of(contest.election.step)
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = (version, contest)
    return contest


def forget_contests() -> None:
    """Forget all (between tests, whose databases come and go)."""
    _known.clear()
