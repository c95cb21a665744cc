"""The consultations of the twin cities: a text, words about it, what moderators look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

#: In the path of every page of the consultation.
HERE = ("charte", "consultation")
TEXT = (*HERE, "le-texte")
PASSAGE = (*TEXT, "1-1")


def consultation(twin: Twin) -> None:
    """A consultation open in both cities, with three contributions, one reported, one hidden."""
    from preau.blueprints import consultation as blueprint
    from preau.moderation.actions import report, settle
    from preau.questions.models import Upload
    from preau.texts.actions import Words, contribute
    from preau.texts.analysing import open_gathering
    from preau.texts.models import Consultation, Passage, Source
    from preau.texts.reading import read_words
    from preau.texts.writing import add_text, publish_version

    letter, at, things = twin.letter, clock.now(), twin.things
    process = blueprint.create(
        title=f"La chart{letter}",
        slug="charte",
        actor=twin.owner,
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=20),
        settings={"rules": f"Chacun {letter}", "information": "Tout", "follow_up": "Le conseil"},
    )
    found = Consultation.objects.get(step__process=process)
    words = f"# Titre\n\nLes bancs d{letter} bois.\n\nLes arbres {letter}.\n"
    text = add_text(
        consultation=found, title="Le texte", pieces=read_words(words), actor=twin.owner
    )
    publish_version(version=text.versions.get(), note="", actor=None)
    for title in ("Un projet", "Un autre"):
        pieces = read_words(f"Sur l{letter}")
        add_text(consultation=found, title=title, pieces=pieces, actor=twin.owner)
    passage = Passage.objects.select_related("version__text").get(key="1-1", version__number=1)
    things["words"] = [
        contribute(
            passage=passage,
            words=Words("disagree", body=f"Avis {letter} numéro {n}."),
            person=person,
        )
        for n, person in enumerate((twin.resident, twin.neighbour, twin.resident))
    ]
    upload = Upload.objects.create(name="plan.pdf", kind="application/pdf", size=1, created_at=at)
    source = Source.objects.create(contribution=things["words"][1], title="Un plan", upload=upload)
    things["source"] = source.pk
    things["passage"] = passage.pk
    things["gathering"] = open_gathering(
        consultation=found,
        origin="mail",
        title=f"Courri{letter}r",
        held_on=None,
        people=None,
        actor=twin.owner,
    ).pk
    cases = []
    for one in things["words"][1:]:
        said = report(
            kind="contribution",
            subject_id=one.pk,
            process=process,
            author=one.author,
            reporter=f"v{one.pk}",
            person=None,
            motive="spam",
            words=f"Encor{letter}",
        )
        cases.append(said.case)
    settle(case=cases[1], outcome="hidden", motive="spam", words="Non.", actor=twin.owner)
    things["case"], things["hidden"] = cases[0].pk, cases[1].pk
    things["decision"] = cases[1].token


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """Each page as its own people use it."""
    yield from _reading(twin, get)
    yield from _saying(twin, get, post)
    yield from _moderating(twin, get, post)
    yield from _desk(twin, get, post)


def _reading(twin: Twin, get: Callable[..., Example]) -> Iterator[Example]:
    for name in ("start", "list", "csv"):
        yield get(f"texts:{name}", *HERE)
    for name in ("text", "text_pdf"):
        yield get(f"texts:{name}", *TEXT)
    yield get("texts:versions", *TEXT, status=302)
    yield get("texts:passage", *PASSAGE)
    yield get("texts:contribution", *HERE, 1)
    yield get("texts:document", *HERE, twin.things["source"], status=404, is_key=True)


def _saying(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    mine: dict[str, Any] = {"who": "resident"}
    words = {"position": "amend", "body": "Une raison", "rewrite": "Les bancs en pierre."}
    yield post("texts:passage", *PASSAGE, data=words, **mine)
    yield get("texts:finish", *PASSAGE, status=302, **mine)
    yield post("texts:follow", *PASSAGE, **mine)
    yield post("texts:support", *HERE, 2, **mine)
    yield get("texts:report", *HERE, 2)
    yield post("texts:report", *HERE, 2, data={"motive": "spam"}, **mine)
    yield get("texts:edit", *HERE, 1, **mine)
    yield post("texts:edit", *HERE, 1, data=words, **mine)
    yield get("texts:withdraw", *HERE, 1, **mine)
    yield post("texts:withdraw", *HERE, 1, **mine)


def _moderating(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    owner: dict[str, Any] = {"who": "owner"}
    things = twin.things
    yield get("moderation:numbers")
    yield get("moderation:queue", **owner)
    yield get("moderation:case", things["case"], is_key=True, **owner)
    yield post("moderation:case", things["case"], data={"outcome": "kept"}, is_key=True, **owner)
    yield get("moderation:decision", things["decision"], is_key=True)
    yield post("moderation:decision", things["decision"], data={"words": "Si."}, is_key=True)


def _desk(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    owner: dict[str, Any] = {"who": "owner"}
    for name in ("texts", "settings", "new_text"):
        yield get(f"texts_desk:{name}", *HERE, **owner)
    said = dict.fromkeys(("rules", "information", "follow_up"), "Écrit")
    settings = {**said, "follow_up_on": "2041-01-01", "moderation": "before", "least_group": "10"}
    yield post("texts_desk:settings", *HERE, data=settings, **owner)
    pasted = {"title": "Autre texte", "words": "Un passage."}
    yield post("texts_desk:new_text", *HERE, data=pasted, **owner)
    yield get("texts_desk:text", *TEXT, **owner)
    yield post("texts_desk:text", *HERE, "un-autre", data={"geste": "publier"}, **owner)
    yield from _reading_contributions(twin, get, post)
    for name in ("synthesis", "synthesis_pdf"):
        yield get(f"texts:{name}", *HERE, status=403)
    yield get("texts_desk:synthesis", *HERE, **owner)
    words = {"words": "Voici [[1]].", "geste": "publier"}
    yield post("texts_desk:synthesis", *HERE, data=words, **owner)
    yield post("texts_desk:start_version", *TEXT, **owner)
    yield get("texts_desk:passage", *HERE, "un-projet", "1", **owner)
    changed = {"body": "Autrement.", "reason": "Demandé", "numbers": "1", "geste": "enregistrer"}
    yield post("texts_desk:passage", *HERE, "un-projet", "1", data=changed, **owner)


def _reading_contributions(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    owner: dict[str, Any] = {"who": "owner"}
    for name in ("table", "families", "csv", "xlsx", "ods", "gatherings"):
        yield get(f"texts_desk:{name}", *HERE, **owner)
    answer = {"geste": "repondre", "tout": "1", "outcome": "retained", "reason": "Oui."}
    yield post("texts_desk:table", *HERE, data=answer, **owner)
    yield get("texts_desk:sheet", *HERE, 2, **owner)
    yield post("texts_desk:sheet", *HERE, 2, data={"outcome": "partly", "reason": "Oui"}, **owner)
    opened = {"origin": "mail", "title": "Le courrier"}
    yield post("texts_desk:gatherings", *HERE, data=opened, **owner)
    key: dict[str, Any] = {"is_key": True, **owner}
    things = twin.things
    yield get("texts_desk:gathering", *HERE, things["gathering"], **key)
    entry = {"passage": things["passage"], "position": "agree", "body": "Un mot"}
    yield post("texts_desk:gathering", *HERE, things["gathering"], data=entry, **key)
    yield get("texts_desk:take_in", *HERE, things["gathering"], **key)
    lines = {"pasted": "Passage;Position;Avis\n1.1;pour;Oui", "geste": "importer"}
    yield post("texts_desk:take_in", *HERE, things["gathering"], data=lines, **key)
    yield get("texts_desk:blank", *HERE, **owner)
    yield get("texts_desk:minutes", *HERE, things["gathering"], status=404, **key)
