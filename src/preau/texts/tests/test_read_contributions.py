"""The back office: texts, themes, look-alikes, answers, collective entry, the next version."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from preau.kernel import clock
from preau.messaging.models import Email
from preau.texts.actions import Words, contribute
from preau.texts.families import families
from preau.texts.models import (
    Consultation,
    Contribution,
    Gathering,
    Outcome,
    Passage,
    Reply,
    Tagging,
    Text,
)
from preau.texts.reading import Unreadable, read_docx, read_table, read_words
from preau.texts.writing import add_text

DESK = "/bureau/demarches/charte/consultation/consultation/"
HERE = "/demarches/charte/consultation/consultation/"
LETTER = (
    "Je demande le maintien des bancs en bois dans toutes les cours de la ville, sans exception"
)


@pytest.fixture
def odile(client: Client, cast: Any, consultation: Consultation) -> Client:
    client.force_login(cast.odile)
    return client


def write(passage: Passage, count: int, body: str = LETTER, start: int = 1) -> list[Contribution]:
    return Contribution.objects.bulk_create(
        Contribution(
            consultation=passage.version.text.consultation, passage=passage, number=start + n,
            author_name="Une personne", position="agree", body=body, at=clock.now(),
        )
        for n in range(count)
    )  # fmt: skip


def test_cut_text_in_passages() -> None:
    found = read_words(
        "Titre Ier : Objet\n\nUn.\n\nDeux :\n\n- a ;\n- b.\n\nArticle 2. Suite\n\nTrois."
    )
    assert [(one.depth, one.number) for one in found] == [
        (1, ""), (0, "1.1"), (0, "1.2"), (3, ""), (0, "2.1"),
    ]  # fmt: skip
    assert found[2].body == "Deux :\n- a ;\n- b."
    assert len({one.key for one in found}) == len(found)
    table = read_table("Section;Référence;Texte\nA;Art. 1;Un.\nA;Art. 2;Deux.\n".encode("cp1252"))
    assert [one.number for one in table] == ["", "Art. 1", "Art. 2"]
    for bad in ("", "# Un titre seul"):
        with pytest.raises(Unreadable):
            read_words(bad)
    with pytest.raises(Unreadable):
        read_docx(io.BytesIO(b"PK\x03\x04 rien"))


def test_import_word_processor(odile: Client, consultation: Consultation) -> None:
    document = Document()
    document.add_heading("Les règles", 1)
    document.add_paragraph("Les bancs restent.")
    document.add_paragraph("Les cours ouvrent :")
    document.add_paragraph("le soir ;", style="List Bullet")
    kept = io.BytesIO()
    document.save(kept)
    file = SimpleUploadedFile("charte.docx", kept.getvalue())
    done = odile.post(DESK + "nouveau-texte/", {"title": "La charte", "file": file})
    assert done.headers["Location"].endswith("/texte/la-charte-2/")
    text = Text.objects.get(slug="la-charte-2")
    assert [one.body for one in text.versions.get().passages.filter(depth=0)] == [
        "Les bancs restent.", "Les cours ouvrent :\n- le soir ;",
    ]  # fmt: skip
    assert odile.get(HERE + "texte/la-charte-2/").status_code == 404
    odile.post(done.headers["Location"], {"geste": "publier"})
    assert odile.get(HERE + "texte/la-charte-2/").status_code == 200
    both = odile.post(DESK + "nouveau-texte/", {"title": "Rien"})
    assert both.status_code == 422


def test_demand_what_the_law_asks(odile: Client, consultation: Consultation) -> None:
    page = odile.post(DESK + "reglages/", {"rules": "", "moderation": "after", "least_group": 10})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Écrivez comment se passe la consultation." in words
    assert "Donnez les informations utiles." in words
    consultation.rules = ""
    consultation.save()
    lines = consultation.step.behaviour.checklist(consultation.step)
    assert [line.is_done for line in lines] == [True, True, False, True, True, True]
    assert all(line.blocking for line in lines)


def test_find_families() -> None:
    texts = dict.fromkeys(range(1, 40), LETTER)
    texts |= dict.fromkeys(range(40, 50), f"{LETTER}, merci d'avance monsieur le maire")
    texts |= {50: "Les bancs en pierre durent plus longtemps et coûtent moins cher à la ville."}
    found = families(texts)
    assert {found[n] for n in range(1, 50)} == {1}
    assert found[50] == 50
    assert families({}) == {}


def test_count_voices_and_texts(odile: Client, passage: Passage) -> None:
    write(passage, 30)
    write(passage, 1, "Les bancs en pierre durent.", start=31)
    odile.post(DESK + "avis/", {"geste": "familles"})
    page = odile.get(DESK + "textes-proches/").content.decode().replace("\xa0", " ")
    assert "31 avis, 2 textes différents" in page
    assert "30 avis" in page
    root = Contribution.objects.order_by("number")[0].pk
    assert odile.get(f"{DESK}avis/?famille={root}").content.decode().count('name="avis"') == 30


def test_answer_in_bulk(odile: Client, cast: Any, passage: Passage) -> None:
    for body in ("Le premier.", "Le second."):
        contribute(passage=passage, words=Words("agree", body), person=cast.nadia)
    write(passage, 40, start=3)
    refused = odile.post(DESK + "avis/?position=agree", {"geste": "repondre", "tout": "1"})
    assert refused.status_code == 422
    said = {"geste": "repondre", "tout": "1", "outcome": "partly", "reason": "Pour les neufs."}
    with CaptureQueriesContext(connection) as asked:
        odile.post(DESK + "avis/?position=agree", said)
    assert len(asked) < 40
    assert Contribution.objects.filter(outcome=Outcome.PARTLY).count() == 42
    mails = Email.objects.filter(to=cast.nadia.email, kind="contribution_answer")
    assert [mail.text.count(HERE + "avis/") for mail in mails] == [2]
    odile.post(DESK + "avis/?position=agree", said)
    assert mails.count() == 1
    page = odile.get(HERE + "avis/1/").content.decode()
    assert "Retenue en partie" in page
    assert "Pour les neufs." in page
    assert "Pour les neufs." in odile.get(HERE + "avis.csv").getvalue().decode()


def test_take_answer_back(odile: Client, cast: Any, passage: Passage, noon: datetime) -> None:
    """Half an hour to think again: contributions as before, no mail, newer answers kept."""
    contribute(passage=passage, words=Words("agree", "Le premier."), person=cast.nadia)
    write(passage, 4, start=2)
    first, other = list(Contribution.objects.order_by("number"))[:2]
    before = {"geste": "repondre", "outcome": "rejected", "reason": "Déjà fait."}
    odile.post(DESK + "avis/", {**before, "avis": [other.pk]})
    said = {"geste": "repondre", "tout": "1", "outcome": "retained", "reason": "Oui."}
    page = odile.post(DESK + "avis/", said, follow=True).content.decode()
    assert "Annuler cette réponse" in page
    mail = Email.objects.get(to=cast.nadia.email, kind="contribution_answer")
    assert (mail.state, mail.send_after) == (Email.State.WAITING, noon + timedelta(minutes=30))
    last = Contribution.objects.order_by("-number")[0]
    odile.post(DESK + f"avis/{last.number}/", {"outcome": "partly", "reason": "En partie."})
    bulk = Reply.objects.get(outcome="retained")
    page = odile.post(DESK + "avis/", {"geste": "annuler", "reponse": bulk.pk}, follow=True)
    words = page.content.decode().replace("\xa0", " ")
    assert "La réponse à 4 avis est annulée" in words
    assert "1 avis garde la réponse donnée depuis." in words
    said_now = dict(Contribution.objects.values_list("number", "outcome"))
    assert said_now == {first.number: "", other.number: "rejected", 3: "", 4: "", 5: "partly"}
    other.refresh_from_db()
    assert (other.outcome_reason, other.outcome_by) == ("Déjà fait.", cast.odile)
    assert not Email.objects.filter(to=cast.nadia.email, kind="contribution_answer").exists()
    twice = odile.post(DESK + "avis/", {"geste": "annuler", "reponse": bulk.pk})
    assert twice.status_code == 403
    odile.post(DESK + "avis/", said)
    with clock.stopped(noon + timedelta(minutes=31)):
        late = Reply.objects.order_by("-pk")[0]
        refused = odile.post(DESK + "avis/", {"geste": "annuler", "reponse": late.pk})
        assert "trente minutes" in refused.content.decode()
        assert "Annuler cette réponse" not in odile.get(DESK + "avis/").content.decode()
    assert Contribution.objects.get(pk=first.pk).outcome == "retained"


def test_order_texts(odile: Client, consultation: Consultation) -> None:
    for title in ("Annexe", "Préambule"):
        add_text(consultation=consultation, title=title, pieces=read_words("Mots."), actor=None)
    for move in ("haut:preambule", "haut:preambule", "haut:preambule", "bas:la-charte", "haut:x"):
        odile.post(DESK, {"deplacer": move})
    texts = Text.objects.filter(consultation=consultation).order_by("order")
    assert [one.slug for one in texts] == ["preambule", "annexe", "la-charte"]
    assert "Monter «\xa0Annexe\xa0»" in odile.get(DESK).content.decode()


def test_ask_open_questions(client: Client, cast: Any, consultation: Consultation) -> None:
    """Beside the text: answered in words, without a position; read, supported and exported."""
    client.force_login(cast.odile)
    asked = {"is_questions": "1", "title": "Et vous", "words": "Que manque-t-il ?\n\nEt où ?"}
    made = client.post(DESK + "nouveau-texte/", asked).headers["Location"]
    client.post(made, {"geste": "publier"})
    start = client.get(HERE).content.decode()
    assert start.index("Lire passage par passage") < start.index("Des questions ouvertes")
    here = HERE + "texte/et-vous/1/"
    page = client.get(here).content.decode()
    assert "Où en sont les positions" not in page
    assert 'name="position"' not in page
    client.force_login(cast.nadia)
    empty = client.post(here, {"body": ""})
    assert "Écrivez votre réponse." in empty.content.decode()
    client.post(here, {"body": "Un point d’eau.", "position": "agree", "rewrite": "Autre"})
    one = Contribution.objects.get()
    assert (one.position, one.body, one.rewrite) == ("", "Un point d’eau.", "")
    assert not one.passage.stances.exists()
    assert "Un point d’eau." in client.get(here).content.decode()
    for more in ("avis/", "avis/1/", "texte/et-vous/", "avis/1/modifier/"):
        assert client.get(HERE + more).status_code == 200
    assert ";Un point d’eau.;" in client.get(HERE + "avis.csv").getvalue().decode()
    client.force_login(cast.odile)
    for more in ("avis/", "avis/1/", "synthese/"):
        assert client.get(DESK + more).status_code == 200
    Text.objects.filter(slug="la-charte").delete()
    lines = consultation.step.behaviour.checklist(consultation.step)
    assert not next(line for line in lines if "texte publié" in str(line.label)).is_done


def test_tag_by_several_agents(odile: Client, cast: Any, passage: Passage) -> None:
    first, second = write(passage, 2)
    odile.post(DESK + "avis/", {"geste": "theme", "name": "Bois", "avis": [first.pk, second.pk]})
    odile.force_login(cast.irene)
    odile.post(DESK + "avis/", {"geste": "theme", "name": "bois", "avis": [first.pk]})
    odile.post(DESK + "avis/", {"geste": "theme", "name": "Coût", "avis": [first.pk]})
    assert Tagging.objects.count() == 3
    assert odile.get(DESK + "avis/?theme=bois").content.decode().count('name="avis"') == 2
    odile.post(DESK + "avis/", {"geste": "sans-theme", "name": "Bois", "avis": [second.pk]})
    assert odile.get(DESK + "avis/?theme=bois").content.decode().count('name="avis"') == 1
    rows = odile.get(DESK + "avis.csv").getvalue().decode()
    assert "Bois, Coût" in rows
    assert odile.get(DESK + "avis.xlsx").getvalue().startswith(b"PK")


def test_keep_residents_out(client: Client, cast: Any, consultation: Consultation) -> None:
    client.force_login(cast.nadia)
    for page in ("", "avis/", "avis.csv", "recueils/", "reglages/"):
        assert client.get(DESK + page).status_code == 403


def test_enter_workshop(odile: Client, passage: Passage) -> None:
    notes = SimpleUploadedFile("notes.pdf", b"%PDF-1.4 notes")
    odile.post(
        DESK + "recueils/",
        {"origin": "workshop", "title": "Atelier de la Gare", "people": "23", "file": notes},
    )
    made = Gathering.objects.get()
    here = f"{DESK}recueils/{made.pk}/"
    empty = odile.post(here, {"passage": passage.pk, "position": "agree"})
    assert empty.status_code == 422
    odile.post(here, {"passage": passage.pk, "position": "amend", "rewrite": "Les bancs durent."})
    entered = Contribution.objects.get()
    assert (entered.author, entered.author_name) == (None, "Atelier de la Gare")
    assert b"notes" in b"".join(odile.get(here + "document/").streaming_content)
    page = odile.get(HERE + "texte/la-charte/1-1/").content.decode()
    assert "Atelier de la Gare" in page
    assert "Atelier ou réunion" in page


def test_take_in_table(odile: Client, consultation: Consultation) -> None:
    """Tried line by line, written once; equal letters are as many voices; faults left out."""
    made = Gathering.objects.create(
        consultation=consultation, origin="paper", title="Le registre", created_at=clock.now()
    )
    here = f"{DESK}recueils/{made.pk}/importer/"
    rows = [
        "Référence;Passage;Position;Avis;Rédaction proposée;Signé",
        ";1.1;D’accord;Les bancs durent.;;Rose",
        ";1.1;D’accord;Les bancs durent.;;Rose",
        "A7;1.2;;;Les cours ouvrent à dix-sept heures.;",
        ";9.9;contre;Perdu.;;",
        ";1.2;peut-être;Je ne sais pas.;;",
        ";1.1;contre;;Autre texte;",
        f";1.1;à modifier;{'a' * 4001};{'b' * 12_001};",
    ]
    file = SimpleUploadedFile("registre.csv", "\r\n".join(rows).encode("cp1252"))
    tried = odile.post(here, {"file": file, "geste": "lire"})
    words = tried.content.decode().replace("\xa0", " ")
    assert "Importer 3 avis" in words
    assert "Aucun passage publié ne porte le numéro « 9.9 »." in words
    assert "La position est « d’accord »" in words
    assert "dépasse 4000 signes" in words
    assert "dépasse 12000 signes" in words
    assert "Une autre rédaction va avec « À modifier »." in words
    assert Contribution.objects.count() == 0
    sent = {"pasted": "\n".join(rows), "geste": "importer"}
    odile.post(here, sent)
    odile.post(here, sent)
    found = list(Contribution.objects.order_by("number"))
    assert [(one.author_name, one.position) for one in found] == [
        ("Rose", "agree"), ("Rose", "agree"), ("Le registre", "amend"),
    ]  # fmt: skip
    assert found[2].changes
    more = "\n".join([*rows, ";1.1;D’accord;Les bancs durent.;;Rose"])
    odile.post(here, {"pasted": more, "geste": "importer"})
    assert Contribution.objects.count() == 4
    for bad in ("", "Nom;Avis\nA;B"):
        assert odile.post(here, {"pasted": bad, "geste": "lire"}).status_code == 422
    assert "Passage" in odile.get(f"{DESK}recueils/modele.csv").content.decode()


def test_write_second_version(odile: Client, passage: Passage) -> None:
    write(passage, 2)
    text = DESK + "texte/la-charte/"
    odile.post(text + "nouvelle-version/")
    edited = {
        "body": "Les bancs sont en bois recyclé.",
        "reason": "Demandé.",
        "numbers": "1, 2, 99",
    }
    page = odile.post(text + "passage/1-1/", {**edited, "geste": "enregistrer"}, follow=True)
    assert "Numéros inconnus" in page.content.decode()
    new = {"body": "Chaque cour a un point d’eau.", "reason": "", "numbers": ""}
    odile.post(text + "passage/1-1/", {**new, "geste": "ajouter"})
    odile.post(text + "passage/2-1/", {"geste": "supprimer"})
    assert "recyclé" not in odile.get(HERE + "texte/la-charte/").content.decode()
    odile.post(text, {"geste": "publier", "note": "Après la consultation."})
    page = odile.get(HERE + "texte/la-charte/").content.decode()
    assert "recyclé" in page
    assert "1.1 bis" in page
    compare = odile.get(HERE + "texte/la-charte/comparer/").content.decode().replace("\xa0", " ")
    assert "Après la consultation." in compare
    assert "n° 1</a>, <a" in compare
    assert [compare.count(tag) for tag in ("Modifié", "Ajouté", "Supprimé", "Inchangé")] == [
        1,
        1,
        1,
        0,
    ]
    old = odile.get(HERE + "texte/la-charte/1-1/?version=1").content.decode()
    assert "version précédente" in old
    assert "Les bancs sont en bois." in old
    assert odile.get(text + "passage/1-1/").status_code == 404
