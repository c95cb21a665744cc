"""What a polling place leaves in a city: a place, and one batch in each of its states."""

from __future__ import annotations

import uuid
from typing import Any

from .twin_fraud import open_file


def lay_paper(twin: Any, contest: Any) -> dict[str, Any]:
    """Numbers of a batch nobody read, one that the owner reads, and one that can be signed."""
    from preau.accounts.models import Membership, Role
    from preau.voting.models import Station
    from preau.voting.paper.actions import add_station, open_batch, set_paper_rule
    from preau.voting.paper.entry import finish_reading, start_reading, write_line
    from preau.voting.paper.reading import read

    open_file(twin, contest)
    owner = twin.owner
    process_id = contest.election.step.process_id
    for clerk in (twin.agent, twin.decider):
        Membership.objects.create(user=clerk, role=Role.CLERK, process_id=process_id)
        clerk.__dict__.pop("roles", None)
    set_paper_rule(election=contest.election, precedence="paper", late_hours=24, actor=owner)
    name = f"M{twin.letter}diathèque"
    station = add_station(election=contest.election, name=name, place="", actor=owner)
    assert isinstance(station, Station)
    batches = [
        open_batch(contest=contest, station=station, size=1, actor=owner) for _place in range(3)
    ]
    for clerk in (twin.agent, twin.decider):
        reading = start_reading(batch=batches[2], actor=clerk)
        write_line(reading=reading, position=1, read=read(contest, "b"), actor=clerk)
        finish_reading(reading=reading, actor=clerk)
    reading = start_reading(batch=batches[1], actor=owner)
    write_line(reading=reading, position=1, read=read(contest, "b"), actor=owner)
    unread, under_way, agreed = (one.number for one in batches)
    return _lay_tablets(twin, contest, station) | {
        "station": station.pk,
        "contest_pk": contest.pk,
        "unread": unread,
        "under_way": under_way,
        "agreed": agreed,
    }


def _lay_tablets(twin: Any, contest: Any, station: Any) -> dict[str, Any]:
    """A tablet in the resident's browser, and the code of another."""
    from preau.kernel import clock
    from preau.voting.receipts import new_receipt
    from preau.voting.stand.devices import add_device, enrol

    device, code = add_device(
        election=contest.election, station=station, name="Hall", pin="4821", actor=twin.owner
    )
    twin.window.cookies["tablette"] = enrol(code=code)
    _other, waiting = add_device(
        election=contest.election, station=station, name="Salle", pin="4821", actor=twin.owner
    )
    return {
        "device": device.pk,
        "code": waiting,
        "key": str(uuid.uuid4()),
        "receipt": new_receipt().code,
        "at": clock.now().isoformat(),
    }
