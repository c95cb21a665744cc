"""The questionnaires of the twin cities: one begun, one sent, and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

#: In the path of every page of the questionnaire.
HERE = ("enquete", "questionnaire")


def survey(twin: Twin) -> None:
    """A questionnaire open in both cities, that the resident has begun, and sent once before."""
    from preau.blueprints import questionnaire
    from preau.questions.schema import read_document
    from preau.surveys.models import Response, Survey
    from preau.surveys.resuming import give_code

    letter, at = twin.letter, clock.now()
    questionnaire.create(
        title=f"L{letter}s bancs",
        slug="enquete",
        actor=twin.owner,
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=9),
        document=read_document(
            {
                "format": 1,
                "questions": [
                    {"id": "q1", "type": "short", "title": f"Quel banc pr{letter}féré ?"},
                    {"id": "q2", "type": "place", "title": f"Où l{letter} mettre ?"},
                ],
            }
        ),
        rules=questionnaire.Rules(is_several=True),
        why=f"Pour choisir l{letter}s bancs.",
    )
    window, things = twin.window, twin.things
    for words in (f"Un banc {letter}nvoyé", f"Un banc gardé s{letter}cr{letter}t"):
        window.post("/demarches/enquete/questionnaire/questionnaire/")
        for question, data in (("q1", {"q1": words}), ("q2", {"q2-label": words})):
            window.post(
                f"/demarches/enquete/questionnaire/questionnaire/question/{question}/", data
            )
        if "survey_receipt" not in things:
            sent = window.post("/demarches/enquete/questionnaire/questionnaire/envoyer/")
            things["survey_receipt"] = sent.headers["Location"].rstrip("/").rpartition("/")[2]
    things["survey_code"] = give_code(response=Response.objects.get(sent_at=None))
    held = Survey.objects.select_related("step").get()
    things["survey"] = held.pk
    things["read"] = _read(held, twin)


def _read(survey: Any, twin: Twin) -> int:
    """Themes and a reading of the answer that was sent; the number of its response."""
    from preau.surveys.coding.actions import read_answer, set_coding, take_next
    from preau.surveys.coding.themes import write_theme
    from preau.surveys.models import Coding

    coding, owner = Coding(survey=survey, question="q1"), twin.owner
    set_coding(coding=coding, readers=1, share=100, is_blind=False, actor=owner)
    theme = write_theme(coding=coding, label=f"L{twin.letter}s places", meaning="", actor=owner)
    reading = take_next(coding=coding, reader=owner)
    assert reading is not None
    read_answer(reading=reading, themes=[theme.pk], note="", actor=owner)
    return int(reading.answer.response_id)


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """Each page of the runner, as its own people use it."""
    key: dict[str, Any] = {"who": "window", "is_key": False}
    for name in ("start", "sheet", "ground"):
        yield get(f"surveys:{name}", *HERE)
    yield post("surveys:start", *HERE)
    yield get("surveys:question", *HERE, "q1", **key)
    yield post("surveys:question", *HERE, "q1", data={"q1": "Un autre"}, **key)
    yield post("surveys:autosave", *HERE, "q1", data={"q1": "Un"}, status=200, **key)
    yield get("surveys:review", *HERE, **key)
    yield post("surveys:send", *HERE, **key)
    yield get("surveys:later", *HERE, **key)
    mail = {"email": "a@example.org"}
    yield post("surveys:later", *HERE, data=mail, status=200, **key)
    yield get("surveys:discard", *HERE, **key)
    yield post("surveys:discard", *HERE, **key)
    receipt = twin.things["survey_receipt"]
    yield get("surveys:receipt", *HERE, receipt, is_key=True)
    yield post("surveys:receipt", *HERE, receipt, data=mail, status=200, is_key=True)
    code = twin.things["survey_code"]
    yield get("surveys:resume", query=f"?code={code}")
    yield post("surveys:resume", data={"code": code}, is_key=True)
    owner: dict[str, Any] = {"who": "owner"}
    for name in ("form", "settings", "try"):
        yield get(f"surveys_desk:{name}", *HERE, **owner)
    added = {"do": "add", "type": "short"}
    yield post("surveys_desk:form", *HERE, data=added, **owner)
    yield get("surveys_desk:question", *HERE, "q1", **owner)
    words = {"title": "Quel autre banc ?", "when": "always", "mode": "all"}
    yield post("surveys_desk:question", *HERE, "q1", data=words, **owner)
    rules = {"title": "Les bancs", "identity": "anonymous", "is_several": "1", "quota": "9"}
    yield post("surveys_desk:settings", *HERE, data=rules, **owner)
    yield post("surveys_desk:try", *HERE, data={"q1": "Un"}, status=200, **owner)
    for name in ("results", "csv", "xlsx", "ods", "codes", "enter", "import", "weights"):
        yield get(f"surveys_desk:{name}", *HERE, **owner)
    yield get("surveys_desk:texts", *HERE, "q1", **owner)
    for name in ("coding", "disagreements", "readings"):
        yield get(f"surveys_desk:{name}", *HERE, "q1", **owner)
    response = twin.things["read"]
    yield get("surveys_desk:answer", *HERE, "q1", response, **owner)
    quoted = {"do": "quote", "words": "Un banc"}
    yield post("surveys_desk:answer", *HERE, "q1", response, data=quoted, **owner)
    yield get("surveys_desk:read", *HERE, "q1", response, status=403, **owner)
    lines = {"do": "add", "lines": "Autre chose"}
    yield post("surveys_desk:coding", *HERE, "q1", data=lines, **owner)
    yield post("surveys_desk:read_next", *HERE, "q1", **owner)
    nothing = "00000000-0000-4000-8000-000000000000"
    yield get("surveys_desk:answered_file", *HERE, "q1", nothing, status=404, **owner)
    for name in ("results", "report"):
        yield get(f"surveys:{name}", *HERE, status=403)
    yield post("surveys_desk:publish", *HERE, data={"findings": "Vu."}, **owner)
    sheet = {"reference": "F-1", "origin": "paper", "asked": "q1 q2", "q1": "Un"}
    yield post("surveys_desk:enter", *HERE, data=sheet, **owner)
    yield post("surveys_desk:import", *HERE, data={"do": "try"}, status=422, **owner)
    yield post("desk:publish", HERE[0], **owner)
    yield post("surveys_desk:weights", *HERE, data={"do": "undo"}, **owner)
