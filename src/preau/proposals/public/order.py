"""Chance that stays the same for one visitor, without knowing who it is.

Who has a session keeps one order. For who has none the order is in the addresses of the page: it
holds from page to page, is nobody's secret, and costs no cookie, so that the page can be kept.
"""

from __future__ import annotations

import secrets
import zlib
from datetime import datetime

from django.http import HttpRequest

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.processes.models import Process
from preau.processes.queries import step_of_the_moment

#: While these steps are open no idea may stand first for everybody.
_FAIR_KINDS = frozenset({"collection", "vote"})
#: Orders drawn in a day: few enough to be kept ready, other ones each day so that all ideas come.
_A_DAY = 64


def default_order(process: Process, at: datetime) -> str:
    """Chance while ideas come in or are voted on; else the newest first."""
    step = step_of_the_moment(process, at)
    is_fair = step is not None and step.kind in _FAIR_KINDS and step.state_at(at) == "open"
    return "hasard" if is_fair else "recent"


def own_order(request: HttpRequest) -> int:
    """The number that gives this visitor's order when they have a session, else 0."""
    user = request.user
    own = str(user.public_id) if isinstance(user, User) else known_visitor(request)
    return zlib.crc32(own.encode()) if own else 0


def draw_order(at: datetime) -> int:
    """One of the orders of the day, for addresses; never 0."""
    return at.toordinal() * _A_DAY + secrets.randbelow(_A_DAY)
