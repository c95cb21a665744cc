"""Questions of one edition's own: written, asked with every opinion, read on the sheet, exported."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.refusal import Refused
from preau.processes.outline import outline_parts
from preau.questions.schema import read_document
from preau.reviews.actions import decide
from preau.reviews.extra import ask_questions, edit_questions, said_of
from preau.reviews.links import opinion_link
from preau.reviews.models import Examination, Opinion, ReviewSettings, Round, SecondReading
from preau.reviews.opinions import ask_opinions, save_opinion

QUESTIONS = "/bureau/demarches/bp/tours/etude/questions/"
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
    assert "2 posées" in client.get("/bureau/demarches/bp/tours/").content.decode().replace(
        "\u00a0", " "
    )
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


def held_round(world: Any, cast: Any, kind: Round.Kind, by: Round.Holder) -> Round:
    """A round with the two questions, asked."""
    held = Round.objects.create(step=world.review, number=1, kind=kind, title="Tour", held_by=by)
    edit_questions(held=held, document=read_document(TWO), actor=cast.odile)
    ask_questions(held=held, actor=cast.odile)
    return held


@pytest.fixture
def examined(world: Any, cast: Any) -> Round:
    """The admissibility round with its questions, and one idea."""
    assert cast.irene
    world.propose("Un verger", author=cast.nadia)
    return held_round(world, cast, Round.Kind.ADMISSIBILITY, Round.Holder.SERVICES)


def test_examine_with_own_questions(world: Any, cast: Any, examined: Round, client: Client) -> None:
    client.force_login(cast.irene)
    page = client.get(SHEET).content.decode()
    assert "Le sol est-il pollué" in page
    seen = {"adm-version": "0", "adm-seen": "q1"}
    url = f"{SHEET}decision/"
    client.post(url, {"do": "criteria", "adm-q1": "o1", **seen})
    assert Examination.objects.get().extra == {"q1": "o1"}
    assert "Par quoi" in client.get(SHEET).content.decode()
    client.force_login(cast.karim)
    stale = {"do": "criteria", "adm-q1": "o2", **seen}
    page = client.post(url, stale).content.decode()
    assert "Irène Caron a répondu à ces questions entre-temps" in page
    assert "Ce que Irène Caron a répondu" in page
    assert Examination.objects.get().extra == {"q1": "o1"}
    client.post(url, {**stale, "adm-version": "1"})
    assert Examination.objects.get().extra == {"q1": "o2"}


def test_decide_once_questions_are_answered(
    world: Any, cast: Any, examined: Round, client: Client
) -> None:
    idea = world.process.proposals.get()
    no = {"verdict": "refused", "motive": world.motive}
    with pytest.raises(Refused, match="Le sol est-il pollué"):
        decide(proposal=idea, step=world.review, actor=cast.karim, **no)
    client.force_login(cast.karim)
    sent = {"do": "decide", "verdict": "refused", "motive": world.motive.pk, "anyway": "1"}
    sent |= {"signed_by": "La Ville", "words": "Nous regrettons.", "seen": "", "adm-seen": "q1"}
    page = client.post(f"{SHEET}decision/", sent | {"adm-version": "0"}).content.decode()
    assert "Nous regrettons." in page
    assert not idea.decisions.exists()
    sent["adm-q1"] = "o2"
    client.post(f"{SHEET}decision/", sent | {"adm-version": "0"})
    assert idea.decisions.get().verdict == "refused"
    assert Examination.objects.get().extra == {"q1": "o2"}
    file = client.post(
        "/bureau/demarches/bp/propositions/fichiers/", {"file": "decisions", "format": "csv"}
    )
    head, line = b"".join(file.streaming_content).decode().splitlines()
    assert head.endswith("Le sol est-il pollué ?;Par quoi ?")
    assert line.endswith("Non;")


def test_read_again_with_own_questions(world: Any, cast: Any, client: Client) -> None:
    idea = world.propose("Un verger", author=cast.nadia)
    held_round(world, cast, Round.Kind.SECOND_READING, Round.Holder.COMMITTEE)
    decide(
        proposal=idea, step=world.review, verdict="refused", motive=world.motive, actor=cast.karim
    )
    member = cast._agent("Rose", "Ali", "committee")
    client.force_login(cast.odile)
    client.post(f"{SHEET}relecture/", {"due_on": "2027-04-01", "why": ""})
    client.force_login(member)
    assert "Le sol est-il pollué" in client.get(SHEET).content.decode()
    sent = {"stance": "agrees", "words": "Vu.", "second-seen": "q1"}
    page = client.post(f"{SHEET}relecture/", sent).content.decode()
    assert "Vu." in page
    assert SecondReading.objects.get().at is None
    page = client.post(f"{SHEET}relecture/", sent | {"second-q1": "o1"}).content.decode()
    assert "Par quoi" in page
    both = {"second-q1": "o1", "second-q2": "Du plomb", "second-seen": "q1,q2"}
    client.post(f"{SHEET}relecture/", sent | both)
    reading = SecondReading.objects.get()
    assert [words for _title, words in said_of(reading)] == ["Oui", "Du plomb"]
    client.force_login(cast.odile)
    assert "Du plomb" in client.get(SHEET).content.decode()


def test_set_questions_of_each_round(
    world: Any, cast: Any, examined: Round, client: Client
) -> None:
    client.force_login(cast.odile)
    rounds = client.get("/bureau/demarches/bp/tours/").content.decode()
    assert "Questions de la recevabilité" in rounds
    url = "/bureau/demarches/bp/tours/recevabilite/questions/"
    assert "Le sol est-il pollué" in client.get(url).content.decode()
    assert client.get("/bureau/demarches/bp/tours/relecture/questions/").status_code == 404
    assert client.get("/bureau/demarches/bp/tours/autre/questions/").status_code == 404


def test_take_rounds_along(world: Any, examined: Round) -> None:
    part = outline_parts.get("reviews")
    ReviewSettings.objects.create(step=world.review)
    kept = part.read(world.process)
    world.review.rounds.all().delete()
    part.write(world.process, kept | {"motives": [], "criteria": []})
    made = world.review.rounds.get()
    assert made.form.is_frozen
    assert [one.id for one in made.form.questions] == ["q1", "q2"]


def test_keep_what_a_colleague_answered(world: Any, cast: Any, client: Client) -> None:
    """Two people on the same articles: what one did not touch is never taken away."""
    idea = world.propose("Un verger", author=cast.nadia)
    first = world.review.criteria.get()
    key, url = f"criterion_{first.pk}", f"{SHEET}decision/"
    client.force_login(cast.irene)
    client.post(url, {"do": "criteria", key: "yes", "criteria_seen": ""})
    client.force_login(cast.karim)
    client.post(url, {"do": "criteria", "criteria_seen": ""})
    assert idea.assessments.get().answer == "yes"
    page = client.post(url, {"do": "criteria", key: "no", "criteria_seen": ""}).content.decode()
    assert "Irène Caron a répondu" in page
    assert idea.assessments.get().answer == "yes"
    again = {"do": "criteria", key: "no", "criteria_seen": f"{first.pk}:yes"}
    assert f'value="{first.pk}:yes"' in page
    client.post(url, again)
    assert idea.assessments.get().answer == "no"
