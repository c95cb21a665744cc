"""What stands in a process of its own in the twin cities, room by room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .twin_calls import calls, idea_box
from .twin_inquiries import inquiry
from .twin_juries import juries
from .twin_petitions import petitions
from .twin_site import fill_site
from .twin_surveys import survey
from .twin_team import ask_visit, join_network
from .twin_texts import consultation
from .twin_votations import votations

if TYPE_CHECKING:
    from .twins import Twin


def fill_rooms(twin: Twin) -> None:
    """A questionnaire, a consultation, the pages of the site; a new room adds its line here."""
    survey(twin)
    consultation(twin)
    inquiry(twin)
    fill_site(twin)
    votations(twin)
    join_network(twin)
    twin.things["visit"] = ask_visit(twin)
    petitions(twin)
    calls(twin)
    juries(twin)
    idea_box(twin)
