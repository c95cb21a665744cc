"""Questions of one edition's own: written, asked with every opinion, read on the sheet, exported."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.refusal import Refused
from preau.questions.schema import read_document
from preau.reviews.extra import ask_questions, edit_questions, said_of
from preau.reviews.links import opinion_link
from preau.reviews.models import Opinion, Round
from preau.reviews.opinions import ask_opinions, save_opinion

QUESTIONS = "/bureau/demarches/bp/tours/questions/"
SHEET = "/bureau/demarches/bp/propositions/1/"
TWO = {
    "format": 1,
    "questions": [
        {
            "id": "q1",
            "type": "single",
            "title": "Le sol est-il pollué ?",
            "required": True,
            "options": [{"id": "o1", "label": "Oui"}, {"id": "o2", "label": "Non"}],
        },
        {
            "id": "q2",
            "type": "short",
            "title": "Par quoi ?",
            "show_if": {"all": [{"question": "q1", "op": "is", "value": "o1"}]},
        },
    ],
}


@pytest.fixture
def study(world: Any) -> Round:
    return Round.objects.create(
        step=world.review,
        number=1,
        kind=Round.Kind.STUDY,
        title="Étude",
        held_by=Round.Holder.SERVICES,
    )


@pytest.fixture
def opinion(world: Any, cast: Any, study: Round) -> Opinion:
    """Asked to the service of Irène, with the two questions of this edition."""
    assert cast.irene
    edit_questions(held=study, document=read_document(TWO), actor=cast.odile)
    ask_questions(held=study, actor=cast.odile)
    idea = world.propose("Un verger", author=cast.nadia)
    asked = ask_opinions(
        proposal=idea, step=world.review, services=[cast.service()], actor=cast.odile, tell=False
    )
    return Opinion.objects.get(pk=asked[0].pk)


def test_write_questions_in_the_editor(world: Any, cast: Any, study: Round, client: Client) -> None:
    client.force_login(cast.odile)
    assert "aucune pour l’instant" in client.get("/bureau/demarches/bp/tours/").content.decode()
    made = client.post(QUESTIONS, {"do": "add", "type": "single"})
    assert made["Location"] == f"{QUESTIONS}q1/"
    written = {"title": "Le sol est-il pollué ?", "options": "Oui\nNon", "required": "on"}
    assert client.post(made["Location"], written).status_code == 302
    client.post(QUESTIONS, {"do": "add", "type": "short", "after": "q1"})
    condition = {"title": "Par quoi ?", "when": "show", "mode": "all", "test_1": "q1|is||o1"}
    assert client.post(f"{QUESTIONS}q2/", condition).status_code == 302
    study.refresh_from_db()
    assert study.form is None
    page = client.get(QUESTIONS).content.decode()
    assert "2 questions, pas encore posées" in page
    assert "Seulement si" in page
    assert client.post(QUESTIONS, {"do": "release"}).status_code == 302
    study.refresh_from_db()
    assert study.form.is_frozen
    assert "2 posées avec chaque avis" in client.get(
        "/bureau/demarches/bp/tours/"
    ).content.decode().replace("\u00a0", " ")
    client.post(QUESTIONS, {"do": "delete", "question": "q2"})
    study.refresh_from_db()
    assert (len(study.form.questions), len(study.draft.questions)) == (2, 1)
    client.post(QUESTIONS, {"do": "drop"})
    client.force_login(cast.irene)
    assert client.get(QUESTIONS).status_code == 403


def test_refuse_faulty_questions(cast: Any, study: Round, client: Client) -> None:
    client.force_login(cast.odile)
    faulty = {"format": 1, "questions": [{**TWO["questions"][0], "options": []}]}
    edit_questions(held=study, document=read_document(faulty), actor=cast.odile)
    page = client.post(QUESTIONS, {"do": "release"}).content.decode()
    assert "Ces questions ont des défauts" in page
    study.refresh_from_db()
    assert study.form is None


def test_answer_with_the_opinion(cast: Any, opinion: Opinion, client: Client) -> None:
    client.force_login(cast.irene)
    page = client.get(SHEET).content.decode()
    assert "Questions de cette édition" in page
    assert "Par quoi" not in page
    url, pre = f"/bureau/avis/{opinion.pk}/", f"o{opinion.pk}x-"
    sent = {"do": "sign", "version": "0", "stance": "favourable", "words": "Oui."}
    lacking = client.post(url, {**sent, f"{pre}seen": "q1"}).content.decode()
    assert not Opinion.objects.get().signed_at
    assert "Oui." in lacking
    more = {**sent, f"{pre}q1": "o1", f"{pre}seen": "q1"}
    brought = client.post(url, more).content.decode().replace("\u00a0", " ")
    assert "une question de plus" in brought
    assert "Par quoi" in brought
    assert not Opinion.objects.get().signed_at
    client.post(url, {**more, f"{pre}q2": "Du plomb", f"{pre}seen": "q1,q2"})
    done = Opinion.objects.get()
    assert done.signed_at
    assert done.extra == {"q1": "o1", "q2": "Du plomb"}
    assert [words for _title, words in said_of(done)] == ["Oui", "Du plomb"]
    assert "Du plomb" in client.get(SHEET).content.decode()
    client.force_login(cast.odile)
    file = client.post(
        "/bureau/demarches/bp/propositions/fichiers/", {"file": "avis", "format": "csv"}
    )
    head, line = b"".join(file.streaming_content).decode().splitlines()
    assert head.endswith("Le sol est-il pollué ?;Par quoi ?")
    assert line.endswith("Oui;Du plomb")


def test_answer_from_the_link_of_a_mail(cast: Any, opinion: Opinion, client: Client) -> None:
    path, pre = opinion_link(opinion, cast.irene), f"o{opinion.pk}x-"
    path = path[path.index("/avis/") :]
    assert "Le sol est-il pollué" in client.get(path).content.decode()
    sent = {"do": "sign", "version": "0", "stance": "favourable", "words": "Oui."}
    client.post(path, {**sent, f"{pre}q1": "o2", f"{pre}q2": "Rien", f"{pre}seen": "q1"})
    done = Opinion.objects.get()
    assert done.signed_at
    assert done.extra == {"q1": "o2"}


def test_refuse_to_sign_without_a_required_answer(cast: Any, opinion: Opinion) -> None:
    with pytest.raises(Refused, match="Le sol est-il pollué"):
        save_opinion(
            opinion=opinion,
            answers={"stance": "favourable"},
            seen=0,
            actor=cast.irene,
            sign=True,
        )
