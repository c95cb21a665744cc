from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import for_site


@app.task(name="texts.tell_participants", queue="default")
@for_site
def tell_participants(consultation_id: int) -> None:
    """The synthesis is out: who wrote or followed is told, once each."""
    from .telling import tell_of_synthesis  # tasks load before models

    tell_of_synthesis(consultation_id)
