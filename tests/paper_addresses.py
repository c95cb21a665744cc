"""Every address of paper and of the tablets, as somebody really uses it (see ``addresses.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def paper_addresses(twin: Any, get: Callable[..., Any], post: Callable[..., Any]) -> Iterator[Any]:
    owner: dict[str, Any] = {"who": "owner"}
    here, box, paper = "vote-en-cours", twin.things["contest"], twin.things["paper"]
    unread, under_way, agreed = paper["unread"], paper["under_way"], paper["agreed"]
    yield get("voting_paper:overview", here, **owner)
    yield get("voting_paper:ballot", here, box, query=f"?lot={unread}", **owner)
    yield get("voting_paper:roll", here, box, **owner)
    yield get("voting_paper:settings", here, **owner)
    yield post("voting_paper:settings", here, **owner)
    place = {"name": "Une salle", "place": ""}
    yield post("voting_paper:stations", here, data=place, **owner)
    lot = {"contest": paper["contest_pk"], "station": paper["station"], "size": "3"}
    yield post("voting_paper:batches", here, data=lot, **owner)
    yield get("voting_paper:table", here, **owner)
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1980"}
    person = {"last_name": "Quelqu’un", "first_name": "Ici", "contest": paper["contest_pk"]}
    yield post("voting_paper:table", here, data=person | born, **owner)
    for number in (unread, under_way, agreed):
        yield get("voting_paper:batch", here, number, **owner)
        yield get("voting_paper:sheet", here, number, **owner)
    typed = {"position": "1", "typed": "n1"}
    yield get("voting_paper:entry", here, under_way, **owner)
    yield post("voting_paper:entry", here, under_way, data=typed, **owner)
    yield post("voting_paper:finish", here, under_way, **owner)
    yield post("voting_paper:sign", here, agreed, **owner)
    yield post("voting_paper:take_back", here, unread, data={"reason": "Une erreur."}, **owner)
    yield post("voting_paper:end", here, status=403, **owner)


def stand_addresses(twin: Any, get: Callable[..., Any], post: Callable[..., Any]) -> Iterator[Any]:
    owner: dict[str, Any] = {"who": "owner"}
    here, paper = "vote-en-cours", twin.things["paper"]
    tablet: dict[str, Any] = {"who": "window", "is_json": True, "status": 200}
    yield get("voting_stand:stand", who="window")
    yield get("voting_stand:worker")
    yield post("voting_stand:stand", data={"code": paper["code"]})
    who = {"last": "Quelqu’un", "first": "Ici", "born": "1980-06-02"}
    asked = {"who": who, "pin": "4821", "contests": [twin.things["contest"]]}
    yield post("voting_stand:check", data=asked, **tablet)
    ballot = {"contest": twin.things["contest"], "key": paper["key"], "choices": []}
    ballot |= {"receipt": paper["receipt"]}
    sent = {"who": who, "at": paper["at"], "ballots": [ballot]}
    yield post("voting_stand:cast", data=sent, **tablet)
    yield get("voting_stand:devices", here, **owner)
    added = {"station": paper["station"], "name": "Une autre", "pin": "1234"}
    yield post("voting_stand:devices", here, data=added, status=200, **owner)
    yield get("voting_stand:sheet", here, paper["device"], is_key=True, **owner)
    yield post("voting_stand:revoke", here, paper["device"], is_key=True, **owner)
