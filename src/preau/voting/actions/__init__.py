"""Every write of an election: preparing and opening it, casting, closing and counting."""

from .attaching import attach_votes, guest_votes
from .casting import cast_ballot, cast_draft
from .closing import close_contest, record_draw
from .forgetting import forget_voters
from .hours import resume_vote, set_grace, suspend_vote
from .secret import confirm_trial, open_boxes, register_key, set_secret
from .setting import (
    OptionDraft,
    add_contest,
    choose_zone,
    create_election,
    move_dates,
    open_election,
    set_options,
    set_worth,
)

__all__ = [
    "OptionDraft",
    "add_contest",
    "attach_votes",
    "cast_ballot",
    "cast_draft",
    "choose_zone",
    "close_contest",
    "confirm_trial",
    "create_election",
    "forget_voters",
    "guest_votes",
    "move_dates",
    "open_boxes",
    "open_election",
    "record_draw",
    "register_key",
    "resume_vote",
    "set_grace",
    "set_options",
    "set_secret",
    "set_worth",
    "suspend_vote",
]
