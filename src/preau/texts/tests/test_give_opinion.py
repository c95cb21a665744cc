"""Residents: a position, words, an amendment, support, follow, correct, withdraw."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.kinds import NowState
from preau.texts.actions import Words, contribute, support, withdraw_contribution
from preau.texts.models import (
    Consultation,
    Contribution,
    Follow,
    Passage,
    Position,
    Stance,
    Support,
)

HERE = "/demarches/charte/consultation/consultation/"
PASSAGE = HERE + "texte/la-charte/1-1/"
AGAINST = {"position": "disagree", "body": "Le bois s’use vite."}


def write(passage: Passage, person: Any, **words: Any) -> Contribution:
    made = contribute(
        passage=passage,
        words=Words(**{"position": "disagree", "body": "Non.", **words}),
        person=person,
    )
    assert isinstance(made, Contribution)
    return made


@pytest.fixture
def nadia(client: Client, cast: Any, consultation: Consultation) -> Client:
    client.force_login(cast.nadia)
    return client


def test_read_whole_text(client: Client, passage: Passage) -> None:
    page = client.get(HERE + "texte/la-charte/").content.decode()
    assert "Les bancs sont en bois." in page
    assert page.count("Donner le premier avis") == 3
    alone = client.get(HERE + "texte/la-charte/?seul=1").content.decode()
    assert "Donner le premier avis" not in alone
    assert client.get(HERE + "texte/la-charte.pdf").content.startswith(b"%PDF")
    start = client.get(HERE).content.decode()
    assert "Toute personne peut donner son avis." in start
    assert "Le conseil en débat." in start


def test_answer_with_position_alone(nadia: Client, passage: Passage) -> None:
    page = nadia.post(PASSAGE, {"position": "agree", "rewrite": passage.body}, follow=True)
    assert "Votre position est enregistrée." in page.content.decode()
    nadia.post(PASSAGE, {"position": "disagree", "rewrite": passage.body})
    assert list(Stance.objects.values_list("position", flat=True)) == ["disagree"]
    assert not Contribution.objects.exists()


def test_amend_passage(nadia: Client, passage: Passage) -> None:
    rewrite = "Les bancs sont en bois\r\nrecyclé."
    page = nadia.post(
        PASSAGE,
        {
            "position": "amend",
            "body": "Moins cher.",
            "rewrite": rewrite,
            "link": "exemple.fr/bancs",
        },
        follow=True,
    )
    assert "Votre avis n° 1 est publié." in page.content.decode().replace("\xa0", " ")
    made = Contribution.objects.get()
    assert "".join(words for kind, words in made.changes if kind != "added") == passage.body
    assert "".join(words for kind, words in made.changes if kind != "removed") == made.rewrite
    assert made.sources.get().url == "https://exemple.fr/bancs"
    shown = nadia.get(HERE + "avis/1/").content.decode()
    assert "<ins>" in shown
    assert "[ajouté :" in shown.replace("\xa0", " ")
    assert Follow.objects.filter(passage=passage).count() == 1


def test_refuse_odd_answers(nadia: Client, passage: Passage) -> None:
    page = nadia.post(PASSAGE, {"body": "Je garde ces mots."})
    assert page.status_code == 422
    assert "Je garde ces mots." in page.content.decode()
    page = nadia.post(PASSAGE, {"position": "agree", "rewrite": "Autre texte."})
    assert page.status_code == 422
    assert "remettez-le" in page.content.decode()
    program = SimpleUploadedFile("a.exe", b"MZ....")
    page = nadia.post(PASSAGE, {**AGAINST, "file": program})
    assert page.status_code == 422
    assert not Contribution.objects.exists()
    nadia.post(PASSAGE, AGAINST)
    again = nadia.post(PASSAGE, {**AGAINST, "body": "LE BOIS s'use vite"}, follow=True)
    assert "Vous avez déjà écrit cet avis" in again.content.decode()
    assert Contribution.objects.count() == 1


def test_keep_words_of_stranger(client: Client, cast: Any, passage: Passage) -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 plan")
    asked = client.post(PASSAGE, {**AGAINST, "file": file})
    assert asked.status_code == 302
    assert "identite" in asked.headers["Location"]
    assert not Contribution.objects.exists()
    assert "Le bois s’use vite." in client.get(PASSAGE).content.decode()
    client.force_login(cast.nadia)
    page = client.get(PASSAGE + "terminer/", follow=True).content.decode()
    made = Contribution.objects.get()
    assert made.author == cast.nadia
    assert "plan.pdf" in page
    got = client.get(f"{HERE}documents/{made.sources.get().pk}/")
    assert b"".join(got.streaming_content) == b"%PDF-1.4 plan"
    client.get(PASSAGE + "terminer/")
    assert Contribution.objects.count() == 1


def test_support_once(client: Client, cast: Any, passage: Passage) -> None:
    made = write(passage, cast.lucas)
    here = f"{HERE}avis/{made.number}/"
    client.post(here + "soutenir/")
    assert not Support.objects.exists()
    client.force_login(cast.nadia)
    client.get(here + "soutenir/")
    client.post(here + "soutenir/")
    made.refresh_from_db()
    assert made.supports == Support.objects.count() == 1
    client.post(here + "soutenir/", {"geste": "quitter"})
    made.refresh_from_db()
    assert made.supports == Support.objects.count() == 0
    with pytest.raises(Refused):
        support(contribution=made, person=cast.lucas)


def test_correct_until_supported(nadia: Client, cast: Any, passage: Passage) -> None:
    made = write(passage, cast.nadia)
    edit = f"{HERE}avis/{made.number}/modifier/"
    nadia.post(edit, {"position": "agree", "body": "Finalement oui.", "rewrite": passage.body})
    made.refresh_from_db()
    assert (made.body, made.position) == ("Finalement oui.", Position.AGREE)
    support(contribution=made, person=cast.lucas)
    refused = nadia.post(edit, {"position": "agree", "body": "Autre."})
    assert refused.status_code == 403
    assert "soutiennent déjà" in refused.content.decode()
    withdraw_contribution(contribution=made, person=cast.nadia)
    assert nadia.get(f"{HERE}avis/{made.number}/").status_code == 200
    assert "Finalement oui." not in nadia.get(PASSAGE).content.decode()


def test_close_on_the_minute(nadia: Client, consultation: Consultation, passage: Passage) -> None:
    step = consultation.step
    with clock.stopped(step.closes_at):
        page = nadia.post(PASSAGE, AGAINST)
        assert page.status_code == 403
        assert "La consultation est terminée." in page.content.decode()
        now = step.behaviour.now(step, nadia, step.closes_at)
        assert now.state is NowState.FINISHED
    with clock.stopped(step.opens_at - timedelta(minutes=1)):
        assert nadia.post(PASSAGE, AGAINST).status_code == 403
    assert not Stance.objects.exists()


def test_filter_list(client: Client, cast: Any, passage: Passage) -> None:
    write(passage, cast.nadia, position="agree", body="Pour, oui.")
    write(passage, cast.lucas, position="amend", body="", rewrite="Les bancs sont en pierre.")
    page = client.get(HERE + "avis/?position=agree").content.decode()
    assert "Pour, oui." in page
    assert "pierre" not in page
    page = client.get(HERE + "avis/?genre=amendment&texte=la-charte&passage=1-1").content.decode()
    assert "pierre" in page
    assert "Pour, oui." not in page
    csv = b"".join(client.get(HERE + "avis.csv").streaming_content).decode()
    assert csv.count("\r\n") == 3
    assert "Pour, oui." in csv
    assert cast.nadia.display_name not in csv
