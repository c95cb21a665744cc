"""Figures for the benchmarks, counted again each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="10 5 * * *")
@app.task(name="network.count_figures", queueing_lock="network_figures")
def count_figures(timestamp: int) -> None:
    """Each night, in every city that compares."""
    each_site(count_of_site)


def count_of_site() -> None:
    from .actions import give_figures
    from .queries import own_member

    member = own_member()
    if member is not None and member.compares:
        give_figures(member)
