"""Every address of the product, as somebody really uses it: one example at least for each route.

A new route needs a line here: who asks, where, and what is posted. Everything that attacks the
product walks this list, so a route without an example is a route that nobody attacked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import get_resolver, reverse
from django.utils import timezone

from .addresses_electorate import electorate_examples
from .addresses_table import on_many
from .paper_addresses import paper_addresses, stand_addresses
from .twin_boxes import addresses as box_addresses
from .twin_calls import addresses as call_addresses
from .twin_calls import box_addresses as idea_box_addresses
from .twin_inquiries import addresses as inquiry_addresses
from .twin_juries import addresses as jury_addresses
from .twin_petitions import addresses as petition_addresses
from .twin_reviews import desk_reviews, desk_services
from .twin_site import site_addresses
from .twin_surveys import addresses as survey_addresses
from .twin_team import network_examples, team_examples, wizard_examples
from .twin_texts import addresses as text_addresses
from .twin_votations import addresses as votation_addresses
from .twins import Twin


@dataclass(frozen=True)
class Example:
    """``who`` is a role of the twin, ``window`` its resident's own browser, or empty for anyone.

    ``is_key``: the address or what is posted holds an identifier that means nothing elsewhere.
    ``status``: what the right person gets.
    """

    route: str
    path: str
    who: str = ""
    data: dict[str, Any] | None = None
    is_key: bool = False
    status: int = 200
    #: Sent as JSON, by a script of the page.
    is_json: bool = False

    @property
    def is_post(self) -> bool:
        return self.data is not None

    def __str__(self) -> str:
        return f"{'POST' if self.is_post else 'GET'} {self.path} ({self.route})"


#: ``PREAU_ROUTES=desk:,voting:`` tries these alone, while a room is being built.
CHOSEN = tuple(os.environ.get("PREAU_ROUTES", "").split(","))


def every_route() -> list[str]:
    """Names of all the routes of the product."""
    names = _names(get_resolver().url_patterns, "")
    return sorted(name for name in names if name.startswith(CHOSEN))


def _names(patterns: Any, before: str) -> Iterator[str]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            name = f"{before}{one.namespace}:" if one.namespace else before
            yield from _names(one.url_patterns, name)
        else:
            assert one.name, f"the route {one.pattern} has no name"
            yield f"{before}{one.name}"


def examples(twin: Twin) -> list[Example]:
    """Every example, with the identifiers of this city."""
    rooms = (_guides, _account, _processes, _ideas, _deposit, _booth, _results, _desk, _desk_budget)
    rooms += (_paper,)
    rooms += (desk_services, desk_reviews, _desk_electorate)
    rooms += (_surveys, _boxes, _table)
    rooms += (_team, _site, _votations)
    return [one for room in rooms for one in room(twin) if one.route.startswith(CHOSEN)]


def _get(route: str, *args: Any, query: str = "", **more: Any) -> Example:
    return Example(route, reverse(route, args=args) + query, **more)


def _post(route: str, *args: Any, data: dict[str, Any] | None = None, **more: Any) -> Example:
    more.setdefault("status", 302)
    return Example(route, reverse(route, args=args), data=data or {}, **more)


def _guides(twin: Twin) -> Iterator[Example]:
    names = ("home", "how", "help", "accessibility", "privacy", "legal", "data")
    for name in (*names, "robots", "sitemap", "health", "post"):
        yield _get(f"public:{name}")
    for name in ("gallery", "booth", "email", "theme", "map"):
        yield _get(f"ui:{name}")
    yield _get("public:language", "en", query="?suite=/aide/", status=302)
    yield _get("public:mail", twin.things["mail"], is_key=True)
    yield _get("public:mail_body", twin.things["mail"], is_key=True)
    yield _get("pages:theme", 1)
    yield _get("pages:icon", 1, 32)
    yield _get("pages:manifest", 1)
    picture = twin.things["picture"]
    yield _get("media:picture", picture.key, picture.widths[0], who="window", is_key=True)


def _account(twin: Twin) -> Iterator[Example]:
    yield _get("public:sign_in", query="?suite=/mon-espace/")
    yield _post("public:sign_in", data={"email": "quelquun@example.org"})
    yield _get("public:code", status=302)
    yield _post("public:code", data={"code": twin.things["email_code"]}, who="window")
    yield _post("public:persona", twin.things["persona"], is_key=True)
    step = ("depot-en-cours", twin.things["steps"][0])
    yield _get("public:identity", *step, query="?suite=/aide/")
    email = {"email": "quelquun@example.org"}
    yield _post("public:identity", *step, data=email)
    for name in ("mine", "details", "my_data", "forget"):
        yield _get(f"public:{name}", who="neighbour")
    born = {"birth_date_0": "2", "birth_date_1": "6", "birth_date_2": "1980"}
    details = {"public_name": "Nadia", "zone": twin.things["zone"], **born}
    yield _post("public:details", data=details, who="neighbour")
    yield _post("public:forget", who="neighbour", status=200)
    yield _post("public:sign_out", who="resident", status=200)


def _processes(twin: Twin) -> Iterator[Example]:
    yield _get("public:process_list")
    for process in ("premier", "deuxieme", "vote-en-cours", "depot-en-cours"):
        for name in ("process", "calendar", "rulebook"):
            yield _get(f"public:{name}", process)
    yield _get("public:step", "deuxieme", twin.things["review"].slug)
    yield _get("delivery:all")
    yield _get("delivery:process", "premier")


def _ideas(twin: Twin) -> Iterator[Example]:
    for process, proposal in twin.things["proposals"].items():
        yield _get("proposals:list", process)
        yield _get("proposals:proposal", process, proposal.number, proposal.slug)
    here = ("deuxieme", twin.things["proposals"]["deuxieme"].number)
    for view in ("?vue=carte", "?vue=tableau&tri=-titre", "?q=arbre&budget=inconnu"):
        yield _get("proposals:list", "deuxieme", query=view)
    yield _get("proposals:csv", "deuxieme")
    yield _get("proposals:geojson", "deuxieme", query="?fond=1")
    yield _get("proposals:proposal_by_number", *here, status=301)
    yield _get("proposals:poster", *here)
    yield _get("proposals:paper", "deuxieme")
    yield _get("proposals:support", *here)
    yield _get("proposals:report", *here)
    yield _post("proposals:report", *here, data={"motive": "insult", "words": ""})
    yield _post("proposals:support", *here, who="resident")
    yield _post("proposals:support", *here, data={"geste": "quitter"}, who="resident")
    mine = ("depot-en-cours", twin.things["mine"].number)
    words = {"title": "Autre titre", "theme": "", "idea": "Des mots. " * 10, "finding": ""}
    yield _get("proposals:edit", *mine, who="resident")
    yield _post("proposals:edit", *mine, data={**words, "audience": ""}, who="resident")


def _deposit(twin: Twin) -> Iterator[Example]:
    here, things = "depot-en-cours", twin.things
    key: dict[str, Any] = {"who": "window", "is_key": True}
    yield _get("proposals:start", here)
    yield _post("proposals:start", here)
    draft = (here, things["draft"])
    yield _post("proposals:autosave", *draft, data={"title": "Écrit"}, status=200, **key)
    yield _get("proposals:draft", *draft, status=302, **key)
    for page in ("titre", "lieu", "idee", "photo", "cout", "auteur"):
        yield _get("proposals:page", *draft, page, **key)
    yield _post("proposals:page", *draft, "titre", data={"title": "Autre", "theme": ""}, **key)
    yield _get("proposals:similar", *draft, "titre", **key)
    yield _get("proposals:join", *draft, 1, **key)
    yield _post("proposals:join", *draft, 1, data={"words": "La même idée."}, **key)
    yield _get("proposals:review", *draft, **key)
    yield _post("proposals:review", *draft, **key)
    yield _get("proposals:finish", *draft, status=302, **key)
    yield _get("proposals:receipt", here, things["sent"], **key)
    yield _get("proposals:later", *draft, **key)
    yield _post("proposals:later", *draft, data={"email": "a@example.org"}, status=200, **key)
    yield _get("proposals:discard", *draft, **key)
    yield _post("proposals:discard", *draft, **key)
    yield _get("proposals:resume", query=f"?code={things['code']}")
    yield _post("proposals:resume", data={"code": things["code"]}, is_key=True)


def _booth(twin: Twin) -> Iterator[Example]:
    here, things = "vote-en-cours", twin.things
    box = (here, things["contest"])
    yield _get("voting:start", here)
    yield _get("voting:zone", here)
    yield _post("voting:zone", here, data={"quartier": "coteau"}, status=200)
    yield _get("voting:leave", here, who="window")
    yield _post("voting:erase", here, who="window", status=200)
    for name in ("choose", "ballot", "review", "receipt"):
        yield _get(f"voting:{name}", *box, who="window")
    for act in ("add", "remove", "up", "down", "undo"):
        data = {"act": act, "option": things["options"][2]}
        yield _post("voting:act", *box, data=data, who="window", status=302)
    yield _post("voting:fill", *box, who="window", status=302)
    yield _post("voting:review", *box, who="window")
    yield _get("voting:confirm", *box, who="window", status=302)
    sealed = ("premier", things["counted"])
    yield _get("voting:counted", *sealed)
    yield _get("voting:counted_text", *sealed)
    yield _post("voting:attach", data={"do": "attach"}, who="resident")
    yield _get("voting:verify", query=f"?recu={things['receipt']}")


def _results(twin: Twin) -> Iterator[Example]:
    yield _get("budgeting:results", "premier")
    for name in ("contest", "steps", "contest_csv", "contest_json", "minutes", "bundle", "pabulib"):
        yield _get(f"budgeting:{name}", "premier", twin.things["counted"])


def _desk(twin: Twin) -> Iterator[Example]:
    here, number, things = "deuxieme", twin.things["waiting"], twin.things
    owner: dict[str, Any] = {"who": "owner"}
    yield _get("desk:inbox", **owner)
    yield _get("desk:search", query="?q=arbre", **owner)
    yield _get("desk:processes", **owner)
    for name in ("process", "calendar", "journal", "journal_csv"):
        yield _get(f"desk:{name}", here, **owner)
    dates = _dates(things["review"]) | {"reason": "Un jour de plus."}
    yield _get("desk:reschedule", here, 2, **owner)
    yield _post("desk:reschedule", here, 2, data=dates, **owner)
    for name in ("table", "board", "views", "files", "csv", "xlsx"):
        yield _get(f"proposals_desk:{name}", here, **owner)
    yield _get("proposals_desk:sheet", here, number, **owner)
    place = {"zone": things["zone"], "theme": things["theme"], "service": things["service"]}
    place |= {"place": "Ailleurs", "why": "Le lieu a changé."}
    yield _post("proposals_desk:correct", here, number, data=place, **owner)
    yield _get("proposals_desk:correct", here, number, status=302, **owner)
    answer = {"do": "decide", "verdict": "retained", "words": "Oui.", "signed_by": "La commune"}
    answer |= {"cost": "1000", "anyway": "1"}
    yield _get("reviews_desk:decide", here, number, who="decider", status=302)
    yield _post("reviews_desk:decide", here, number, data=answer, who="decider")


def _table(twin: Twin) -> Iterator[Example]:
    yield from on_many(twin, _get, _post)


def _dates(step: Any) -> dict[str, str]:
    """The form of a step that closes one day later."""
    found = {}
    for name, moment in (("opens", step.opens_at), ("closes", step.closes_at + timedelta(days=1))):
        local = timezone.localtime(moment)
        found |= {f"{name}_day": f"{local:%Y-%m-%d}", f"{name}_time": f"{local:%H:%M}"}
    return found


def _desk_electorate(twin: Twin) -> Iterator[Example]:
    yield from electorate_examples(_get, _post)


def _team(twin: Twin) -> Iterator[Example]:
    yield from team_examples(_get, _post, twin)
    yield from wizard_examples(_get, _post, twin)
    yield from network_examples(_get, _post, twin)


def _desk_budget(twin: Twin) -> Iterator[Example]:
    owner: dict[str, Any] = {"who": "owner"}
    for process in ("premier", "deuxieme", "vote-en-cours"):
        yield _get("budgeting_desk:edition", process, **owner)
    here = "deuxieme"
    yield _get("budgeting_desk:envelopes", here, **owner)
    money = {f"zone_{twin.things['zone']}": "5000", "town": "70000"}
    yield _post("budgeting_desk:envelopes", here, data=money, **owner)
    rule = {"max_choices": "2", "points": "2 1", "fit": "skip", "ties": "draw"}
    yield _get("budgeting_desk:rules", here, **owner)
    yield _post("budgeting_desk:rules", here, data=rule, **owner)
    yield _post("budgeting_desk:draw", here, **owner)
    yield _post("budgeting_desk:freeze", here, status=403, **owner)
    sealed = ("premier", twin.things["counted"])
    yield _get("budgeting_desk:rehearsal", "premier", **owner)
    yield _post("budgeting_desk:rehearsal", "premier", data={"voters": "50"}, **owner)
    yield _get("budgeting_desk:rehearsal_minutes", *sealed, **owner)
    yield _get("budgeting_desk:draw_lots", *sealed, status=403, **owner)
    yield _post("budgeting_desk:draw_lots", *sealed, data={"seed": "7"}, status=403, **owner)
    yield _get("budgeting_desk:proclaim", "premier", status=403, **owner)
    yield _post("budgeting_desk:proclaim", "premier", status=403, **owner)
    yield _get("delivery_desk:table", "premier", **owner)
    sheet: dict[str, Any] = {"is_key": True, **owner}
    pk, one = twin.things["delivery"], twin.things["milestone"]
    yield _get("delivery_desk:sheet", pk, **sheet)
    plan = {"do": "plan", "plan-title": "Fête", "plan-planned_on": "2031-06-01"}
    yield _post("delivery_desk:sheet", pk, data=plan, **sheet)
    moved = {"planned_on": "2031-07-01", "motive": "La pluie."}
    move = {"do": "move", "milestone": one} | {f"move-{one}-{k}": v for k, v in moved.items()}
    yield _post("delivery_desk:sheet", pk, data=move, **sheet)


def _votations(twin: Twin) -> Iterator[Example]:
    yield from votation_addresses(_get, _post)
    yield from petition_addresses(_get, _post)


def _surveys(twin: Twin) -> Iterator[Example]:
    yield from survey_addresses(twin, _get, _post)
    yield from text_addresses(twin, _get, _post)
    yield from inquiry_addresses(twin, _get, _post)
    yield from call_addresses(twin, _get, _post)
    yield from idea_box_addresses(_get, _post)


def _boxes(twin: Twin) -> Iterator[Example]:
    yield from jury_addresses(twin, _get, _post)
    yield from box_addresses(twin, _get, _post)


def _paper(twin: Twin) -> Iterator[Example]:
    yield from paper_addresses(twin, _get, _post)
    yield from stand_addresses(twin, _get, _post)


def _site(twin: Twin) -> Iterator[Example]:
    yield from site_addresses(twin, _get, _post)
