"""Every write of an election: preparing and opening it, casting, closing and counting."""

from .casting import cast_ballot, cast_draft
from .closing import close_contest, record_draw
from .setting import (
    OptionDraft,
    add_contest,
    choose_zone,
    create_election,
    move_dates,
    open_election,
    set_options,
)

__all__ = [
    "OptionDraft",
    "add_contest",
    "cast_ballot",
    "cast_draft",
    "choose_zone",
    "close_contest",
    "create_election",
    "move_dates",
    "open_election",
    "record_draw",
    "set_options",
]
