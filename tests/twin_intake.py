"""A workshop whose ideas are typed in a twin city, and the pages around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

HERE = "depot-en-cours"


def fill_intake(twin: Any) -> None:
    from django.utils import timezone

    from preau.intake.actions import open_batch
    from preau.kernel import clock
    from preau.processes.models import Process

    twin.things["batch"] = open_batch(
        process=Process.objects.with_steps().get(slug=HERE),
        origin="workshop",
        words=f"à l’atelier {twin.site.pk}",
        collected_on=timezone.localdate(clock.now()),
        actor=twin.owner,
    ).pk


def intake_addresses(twin: Any, get: Callable[..., Any], post: Callable[..., Any]) -> Iterator[Any]:
    owner: dict[str, Any] = {"who": "owner"}
    batch = twin.things["batch"]
    yield get("intake_desk:batches", HERE, **owner)
    yield post("intake_desk:batches", HERE, data={"origin": "paper"}, status=200, **owner)
    for name in ("blank_csv", "blank_xlsx"):
        yield get(f"intake_desk:{name}", HERE, **owner)
    idea = {"title": "Un banc", "idea": "Des mots.", "author_name": "Le groupe"}
    yield get("intake_desk:batch", HERE, batch, is_key=True, **owner)
    yield post("intake_desk:batch", HERE, batch, data=idea, is_key=True, **owner)
    file = {"text": "Titre;Proposition;Nom affiché\nUn arbre;Des mots;Le groupe", "do": "write"}
    yield get("intake_desk:import", HERE, batch, is_key=True, **owner)
    yield post("intake_desk:import", HERE, batch, data=file, is_key=True, **owner)
