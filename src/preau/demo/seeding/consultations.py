"""Consultations of a city on a text: one that people are answering, one with its synthesis."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

import preau.demo.content
from preau.accounts.models import User
from preau.blueprints import consultation as blueprint
from preau.kernel import clock
from preau.processes.models import Process
from preau.texts.actions import Words, voice_of, write_contribution
from preau.texts.analysing import (
    enter_contribution,
    give_tag,
    group_alike,
    open_gathering,
)
from preau.texts.answering import answer
from preau.texts.models import Consultation, Contribution, Passage, Position, Stance, Text
from preau.texts.reading import read_words
from preau.texts.synthesis import publish_synthesis
from preau.texts.telling import tell_of_synthesis
from preau.texts.writing import add_text, edit_passage, publish_version, start_version

from .post import past_mail
from .town import Town

FOLDER = Path(preau.demo.content.__file__).parent / "data"
#: Shares of a passage that no camp leans on.
PLAIN = [[62, 24, 14], [62, 24, 14]]
#: One passage in so many is passed over by a voice.
PASSED = 4


def material(city: str) -> list[dict[str, Any]]:
    """The consultations of a city; none where there is no file."""
    path = FOLDER / city / "consultations.toml"
    if not path.exists():
        return []
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["consultation"]
    return found


def missing_consultations(city: str) -> list[dict[str, Any]]:
    """Those of the current site that are still to be written."""
    found = material(city)
    known = set(Process.objects.filter(blueprint=blueprint.CODE).values_list("slug", flat=True))
    return [one for one in found if one["slug"] not in known]


@transaction.atomic
def write_consultation(town: Town, found: dict[str, Any]) -> Process:
    """One consultation through its blueprint, with what people have said of it."""
    before = found["opens_in"] - 3
    with clock.stopped(town.at(before, 10)):
        process = blueprint.create(
            title=found["title"],
            slug=found["slug"],
            actor=town.owner,
            opens_at=town.at(found["opens_in"], 9),
            closes_at=town.at(found["closes_in"], 18),
            settings={
                name: found[name] for name in ("rules", "information", "follow_up", "moderation")
            }
            | {"follow_up_on": town.on(found["follow_up_in"])},
            summary=found["summary"],
            presentation=found["presentation"],
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
        )
        consultation = Consultation.objects.get(step__process=process)
        consultation.step = process.ordered_steps[0]
        said = found["text"]
        text = add_text(
            consultation=consultation,
            title=said["title"],
            intro=said["intro"],
            pieces=read_words(said["words"]),
            actor=town.owner,
        )
        publish_version(version=text.versions.get(), note="", actor=None)
        questions = _questions(town, consultation, found)
    process.created_at = town.at(before, 10)
    process.save(update_fields=["created_at"])
    _people(town, consultation, text, found)
    _answers(town, consultation, questions, found)
    _agents(town, consultation, text, found)
    return process


def _questions(town: Town, consultation: Consultation, found: dict[str, Any]) -> list[Passage]:
    """Open questions beside the text, when there are some."""
    asked = found.get("questions")
    if not asked:
        return []
    text = add_text(
        consultation=consultation,
        title=asked["title"],
        intro=asked["intro"],
        pieces=read_words(asked["words"]),
        is_questions=True,
        actor=town.owner,
    )
    version = publish_version(version=text.versions.get(), note="", actor=None)
    return list(version.passages.filter(depth=0))


def _answers(
    town: Town, consultation: Consultation, questions: list[Passage], found: dict[str, Any]
) -> None:
    by_number = {one.number: one for one in questions}
    authors = Random(found["seed"] + 1).sample(town.city.residents, len(found.get("answers", [])))
    for place, (said, resident) in enumerate(zip(found.get("answers", []), authors, strict=True)):
        with clock.stopped(town.at(found["opens_in"] + 1, 12, place)):
            author = town.people[resident.key]
            _write(consultation, by_number[said["question"]], said, author)


def _people(town: Town, consultation: Consultation, text: Text, found: dict[str, Any]) -> None:
    """Positions of two camps, then words, always the same."""
    rng = Random(found["seed"])
    passages = {one.key: one for one in Passage.objects.filter(version__text=text, depth=0)}
    people = rng.sample([town.people[one.key] for one in town.city.residents], found["voices"])
    camps = {one["key"]: one["camps"] for one in found["lean"]}
    last = min(town.today.toordinal(), town.on(found["closes_in"]).toordinal())
    days = last - town.on(found["opens_in"]).toordinal() - 1
    Stance.objects.bulk_create(
        Stance(
            passage=passage,
            person=person,
            voice=voice_of(person),
            position=rng.choices(Position.values, camps.get(key, PLAIN)[n % 2])[0],
            at=town.at(found["opens_in"] + rng.randint(0, max(0, days)), rng.randint(9, 20)),
        )
        for n, person in enumerate(people)
        for key, passage in passages.items()
        if rng.randrange(PASSED)
    )
    for said in found["words"]:
        for turn in range(said.get("times", 1)):
            author = town.people[said["by"]] if "by" in said else rng.choice(people)
            day = found["opens_in"] + rng.randint(0, max(0, days))
            with clock.stopped(town.at(day, rng.randint(9, 20), turn)):
                _write(consultation, passages[said["passage"]], said, author)


def _write(
    consultation: Consultation, passage: Passage, said: dict[str, Any], author: User
) -> None:
    link = [(said["link_title"], said["link"])] if "link" in said else []
    made = write_contribution(
        consultation=consultation,
        passage=passage,
        words=Words(said.get("position", ""), said["body"], said.get("rewrite", ""), link),
        author=author,
        author_name=author.display_name,
    )
    Contribution.objects.filter(pk=made.pk).update(supports=said.get("supports", 0))


def _agents(town: Town, consultation: Consultation, text: Text, found: dict[str, Any]) -> None:
    """A workshop typed in; themes, answers, the next version and the synthesis once over."""
    held = found.get("gathering")
    if held:
        with clock.stopped(town.at(held["held_in"], 21)):
            _gather(town, consultation, text, held)
    if "published_in" not in found:
        return
    with clock.stopped(town.at(found["published_in"], 10)), past_mail():
        _answer(town, consultation, found)
        group_alike(consultation=consultation, actor=town.owner)
        _revise(town, consultation, text, found["revised"])
        words = found["synthesis"]["words"].strip()
        publish_synthesis(consultation=consultation, words=words, actor=town.owner)
        tell_of_synthesis(consultation.pk)


def _gather(town: Town, consultation: Consultation, text: Text, held: dict[str, Any]) -> None:
    gathering = open_gathering(
        consultation=consultation,
        origin=held["origin"],
        title=held["title"],
        held_on=town.on(held["held_in"]),
        people=held["people"],
        actor=town.owner,
    )
    gathering.consultation = consultation
    for said in held["words"]:
        enter_contribution(
            gathering=gathering,
            passage=Passage.objects.get(version__text=text, key=said["passage"]),
            words=Words(said["position"], said["body"], said.get("rewrite", "")),
            author_name="",
            actor=town.owner,
        )


def _answer(town: Town, consultation: Consultation, found: dict[str, Any]) -> None:
    for said in found["words"]:
        about = Contribution.objects.filter(consultation=consultation, body=said["body"])
        ids = list(about.values_list("pk", flat=True))
        actor = town.owner
        give_tag(consultation=consultation, ids=ids, name=said["tag"], wanted=True, actor=actor)
        answer(
            consultation=consultation,
            ids=ids,
            outcome=said["outcome"],
            reason=said["reason"],
            actor=actor,
        )


def _revise(town: Town, consultation: Consultation, text: Text, revised: dict[str, Any]) -> None:
    text.consultation = consultation
    version = start_version(text=text, actor=town.owner)
    version.text = text
    for said in revised["passages"]:
        passage = Passage.objects.get(version=version, key=said["key"])
        passage.version = version
        edit_passage(
            passage=passage,
            title=passage.title,
            body=said["body"],
            reason=said["reason"],
            numbers=said["numbers"],
            actor=town.owner,
        )
    publish_version(version=version, note=revised["note"], actor=town.owner)
