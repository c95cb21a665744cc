"""The calls for projects of the twin cities: one open, one closed, one to come; their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

OPEN, OVER, SOON = (("appel", "dossiers"), ("appel-clos", "dossiers"), ("appel-neuf", "dossiers"))


def _call(twin: Twin, slug: str, days: int) -> Any:
    """Open for twenty days from ``days`` ago."""
    from preau.blueprints import appel_a_projets
    from preau.calls.models import Call

    letter, at = twin.letter, clock.now()
    process = appel_a_projets.create(
        title=f"App{letter}l à proj{letter}ts",
        slug=slug,
        actor=twin.owner,
        opens_at=at - timedelta(days=days),
        closes_at=at - timedelta(days=days - 20),
        settings={"envelope_cents": 900_000, "ceiling_cents": 200_000},
        summary=f"D{letter}s aid{letter}s.",
    )
    call = Call.objects.select_related("form").get(step__process=process)
    call.step = process.ordered_steps[0]
    return call


def calls(twin: Twin) -> None:
    """A draft that can be sent, an application sent, another one decided and followed."""
    from preau.calls.actions import keys_of
    from preau.calls.content import sent_content
    from preau.calls.models import Editor
    from preau.calls.team import digest
    from preau.calls.tests.world import begin, fill, send

    letter, things = twin.letter, twin.things
    said = {"title": f"Un v{letter}rg{letter}r", "holder": f"L{letter}s Amis"}
    said |= {"summary": f"Plant{letter}r."}
    here = _call(twin, OPEN[0], 5)
    mine = fill(begin(here, twin.resident, said["title"]), twin.resident, **said)
    sent = send(
        fill(begin(here, twin.resident, said["title"]), twin.resident, **said), twin.resident
    )
    blank = begin(here, twin.resident, f"Un brouillon {letter}")
    things["application"], things["sent_application"] = mine.pk, sent.pk
    things["blank_application"] = blank.pk
    things["application_file"] = keys_of(sent_content(sent))[0]
    things["piece_kind"] = here.piece_kinds.all()[0].pk
    things["invitation"] = f"cl{twin.site.pk}"
    editor = Editor.objects.create(
        application=mine,
        email="voisine@example.org",
        token_hash=digest(things["invitation"]),
        invited_at=clock.now(),
    )
    things["editor"] = editor.pk
    _decided(twin, said)
    fresh = _call(twin, SOON[0], -5)
    things["condition"] = fresh.conditions.all()[0].pk
    things["fresh_kind"] = fresh.piece_kinds.all()[0].pk


def _decided(twin: Twin, said: dict[str, str]) -> None:
    from preau.calls.following import ask_report, write_agreement, write_instalment
    from preau.calls.tests.world import sent_by

    letter, things = twin.letter, twin.things
    over = _call(twin, OVER[0], 25)
    with clock.stopped(clock.now() - timedelta(days=15)):
        one = sent_by(over, twin.resident, **said)
    things["decided"] = one.pk
    money = {"amount_cents": 90_000, "reference": f"D{letter}lib", "signed_on": None}
    agreement = write_agreement(application=one, said=money, upload=None, actor=twin.owner)
    agreement.application = one
    part = {"amount_cents": 40_000, "condition": f"À la signatur{letter}"}
    part |= {"planned_on": None, "paid_on": None}
    things["instalment"] = write_instalment(
        agreement=agreement, instalment=None, said=part, actor=twin.owner
    ).pk
    things["report"] = ask_report(
        agreement=agreement, title=f"Bilan {letter}", due_on=date(2032, 1, 1), actor=twin.owner
    ).pk


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """Each page of a call, then of an application, as its own people use them."""
    things = twin.things
    for where in (OPEN, OVER):
        yield get("calls:home", *where)
    yield get("calls:blank", *OPEN)
    yield get("calls:ground", *OPEN)
    yield get("calls:check", *OPEN)
    yield get("calls:begin", *OPEN, who="resident", status=302)
    key: dict[str, Any] = {"who": "resident", "is_key": True}
    token = things["invitation"]
    neighbour: dict[str, Any] = {"who": "neighbour", "is_key": True}
    yield get("calls:join", *OPEN, token, **neighbour)
    yield post("calls:join", *OPEN, token, **neighbour)
    mine, sent = (*OPEN, things["application"]), (*OPEN, things["sent_application"])
    for name in ("tasks", "review", "team", "pieces", "paper"):
        yield get(f"calls:{name}", *mine, **key)
    yield get("calls:receipt", *sent, **key)
    yield get("calls:file", *sent, things["application_file"], **key)
    yield get("calls:withdraw", *sent, **key)
    yield post("calls:withdraw", *sent, **key)
    blank = (*OPEN, things["blank_application"])
    yield get("calls:erase", *blank, **key)
    yield post("calls:erase", *blank, **key)
    yield post("calls:review", *mine, **key)
    for code in ("porteur", "q-projet", "budget"):
        yield get("calls:section", *mine, code, **key)
    said = {"title": "Autre", "holder": "Nous", "version": "9"}
    yield post("calls:section", *mine, "porteur", data=said, status=422, **key)
    yield post("calls:autosave", *mine, "porteur", data=said, status=200, **key)
    yield post("calls:drop_piece", *mine, data={"piece": things["piece_kind"]}, **key)
    yield post("calls:team", *mine, data={"editor": things["editor"], "do": "out"}, **key)
    decided = (*OVER, things["decided"])
    yield get("calls:following", *decided, **key)
    yield get("calls:report", *decided, things["report"], **key)
    yield post("calls:report", *decided, things["report"], data={"words": "Fait."}, **key)
    yield from _desk(twin, get, post)


def _desk(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    things = twin.things
    owner: dict[str, Any] = {"who": "owner"}
    key: dict[str, Any] = {"who": "owner", "is_key": True}
    yield get("calls_desk:home", *OPEN, query="?vue=a-verifier&q=verger&tri=titre", **owner)
    yield post("calls_desk:export", *OPEN, data={"format": "xlsx"}, status=200, **owner)
    yield post("calls_desk:publish", *OVER, **owner)
    for name in ("settings", "questions", "new_condition", "new_piece"):
        yield get(f"calls_desk:{name}", *SOON, **owner)
    money = {"envelope_cents": "9000", "rate": "70", "asks_budget": "on", "asks_identifier": "on"}
    yield post("calls_desk:settings", *SOON, data=money, **owner)
    yield get("calls_desk:question", *SOON, "besoin", **owner)
    yield post("calls_desk:question", *SOON, "besoin", data={"title": "Pourquoi ?"}, **owner)
    yield post("calls_desk:questions", *SOON, data={"do": "add", "type": "short"}, **owner)
    asked = {"question": "Est-ce ici ?", "expects": "1", "reason": "Non."}
    yield post("calls_desk:new_condition", *SOON, data=asked, **owner)
    yield get("calls_desk:condition", *SOON, things["condition"], **key)
    yield post("calls_desk:condition", *SOON, things["condition"], data=asked, **key)
    yield post("calls_desk:new_piece", *SOON, data={"title": "Bilan"}, **owner)
    yield get("calls_desk:piece", *SOON, things["fresh_kind"], **key)
    yield post("calls_desk:piece", *SOON, things["fresh_kind"], data={"title": "Bilan"}, **key)
    sent, decided = (*OPEN, things["sent_application"]), (*OVER, things["decided"])
    yield get("calls_desk:sheet", *sent, **key)
    yield post("calls_desk:sheet", *sent, data={"do": "judge", "verdict": "complete"}, **key)
    yield get("calls_desk:paper", *sent, **key)
    yield get("calls_desk:file", *sent, things["application_file"], **key)
    yield get("calls_desk:following", *decided, **key)
    report = {"do": "report", "title": "Bilan", "due_on": "2032-01-01"}
    yield post("calls_desk:following", *decided, data=report, **key)
    yield get("calls_desk:instalment", *decided, things["instalment"], **key)
    paid = {"amount_cents": "400", "condition": "Signée", "paid_on": "2031-01-01"}
    yield post("calls_desk:instalment", *decided, things["instalment"], data=paid, **key)


def idea_box(twin: Twin) -> None:
    """A box with one idea of the resident's."""
    from preau.blueprints import boite_a_idees
    from preau.proposals.actions import Deposit, submit_proposal

    letter = twin.letter
    process = boite_a_idees.create(
        title=f"La boît{letter}",
        slug="boite",
        actor=twin.owner,
        opens_at=clock.now() - timedelta(days=9),
        threshold=4,
        summary=f"Un{letter} idée.",
    )
    words = Deposit(title=f"D{letter}s bancs", idea=f"Au march{letter}.", author_name=f"N{letter}")
    step = process.ordered_steps[0]
    submit_proposal(step=step, author=twin.resident, deposit=words, send_receipt=False)


def box_addresses(get: Callable[..., Example], post: Callable[..., Example]) -> Iterator[Example]:
    owner: dict[str, Any] = {"who": "owner"}
    yield get("ideaboxes_desk:settings", "boite", **owner)
    yield post("ideaboxes_desk:settings", "boite", data={"threshold": "9"}, **owner)
    answer = {"outcome": "done", "words": "C’est fait."}
    yield post("ideaboxes_desk:answer", "boite", 1, data=answer, **owner)
