"""A pair of ideas to look at and a group, in a twin city; and the pages around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .twin_intake import fill_intake, intake_addresses

HERE = "depot-en-cours"


def fill_merges(twin: Any) -> None:
    """Four ideas of the open deposit: two look alike, one has joined another."""
    from preau.kernel import clock
    from preau.merges.joining import NewText, merge
    from preau.merges.models import Duplicate
    from preau.merges.splitting import split
    from preau.processes.models import Process
    from preau.proposals.models import Proposal, Status

    process = Process.objects.with_steps().get(slug=HERE)
    ideas = Proposal.objects.of(process).filter(status=Status.SUBMITTED)
    ideas = ideas.exclude(pk=twin.things["mine"].pk)
    first, second, target, source = sorted(ideas.order_by("-pk")[:4], key=lambda one: one.pk)
    Duplicate.objects.create(
        process=process,
        first=first,
        second=second,
        score=72,
        words=[f"banc{twin.site.pk}"],
        found_at=clock.now(),
    )
    merge(process=process, proposals=[target, source], carrier=target, actor=twin.owner)
    twin.things["pair"] = (first.number, second.number)
    twin.things["group"] = target.number
    fill_intake(twin)
    halves = [NewText("Le premier morceau", "Un banc."), NewText("Le second morceau", "Un arbre.")]
    whole = ideas.order_by("-pk")[4]
    whole.process = process
    split(proposal=whole, parts=halves, actor=twin.owner)
    twin.things["whole"] = whole.number


def merge_addresses(twin: Any, get: Callable[..., Any], post: Callable[..., Any]) -> Iterator[Any]:
    owner: dict[str, Any] = {"who": "owner"}
    first, second = twin.things["pair"]
    group = twin.things["group"]
    for view in ("", "?vue=apart", "?vue=groups"):
        yield get("merges_desk:pairs", HERE, query=view, **owner)
    yield get("merges_desk:search", HERE, status=302, **owner)
    yield post("merges_desk:search", HERE, **owner)
    yield get("merges_desk:pair", HERE, first, second, **owner)
    yield post("merges_desk:pair", HERE, first, second, data={"do": "apart"}, **owner)
    both = f"?n={first}&n={second}"
    yield get("merges_desk:gather", HERE, query=both, **owner)
    yield post("merges_desk:gather", HERE, data={"carrier": first}, status=200, **owner)
    yield get("merges_desk:undo", HERE, group, status=302, **owner)
    yield post("merges_desk:undo", HERE, group, **owner)
    halves = {
        "title_1": "Un banc",
        "idea_1": "Des mots.",
        "title_2": "Un arbre",
        "idea_2": "Autres.",
    }
    yield get("merges_desk:split", HERE, first, **owner)
    yield post("merges_desk:split", HERE, first, data=halves, **owner)
    yield get("merges_desk:undo_split", HERE, twin.things["whole"], status=302, **owner)
    yield post("merges_desk:undo_split", HERE, twin.things["whole"], **owner)
    yield from intake_addresses(twin, get, post)
