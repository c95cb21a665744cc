"""What ideas show elsewhere: on the page of their process, in « mon espace »."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.processes.models import Process

from ..policies import KIND
from ..queries import drafts_of, proposals_of, some_proposals, supported_by


def some_of(process: Process, request: HttpRequest) -> dict[str, Any] | None:
    """Six ideas drawn at random, on the page of a process that collects some."""
    if process.step_of_kind(KIND) is None:
        return None
    proposals = some_proposals(process)
    if not proposals:
        return None
    for proposal in proposals:
        proposal.process = process
    is_voted = process.step_of_kind("vote") is not None  # what nobody votes on stays an idea
    return {"process": process, "proposals": proposals, "is_voted": is_voted}


def to_finish(person: User, request: HttpRequest) -> dict[str, Any] | None:
    drafts = drafts_of(person, known_visitor(request))
    return {"drafts": drafts} if drafts else None


def deposited(person: User, request: HttpRequest) -> dict[str, Any] | None:
    proposals = proposals_of(person)
    return {"proposals": proposals} if proposals else None


def followed(person: User, request: HttpRequest) -> dict[str, Any] | None:
    proposals = supported_by(person)
    return {"proposals": proposals} if proposals else None
