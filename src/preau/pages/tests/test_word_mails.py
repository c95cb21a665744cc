"""A city words its mails around the platform's: each is seen, tried, kept and put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

import preau
from preau.kernel.refusal import Refused
from preau.messaging.actions import deliver, send_email
from preau.messaging.models import Email
from preau.pages.actions.mails import choose_sender, word_mail
from preau.pages.mails.sample import written
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

ROOT = Path(preau.__path__[0])
MAILS = sorted(
    f"{path.parts[-3]}/mail/{path.stem}" for path in ROOT.glob("*/templates/*/mail/*.html")
)


@pytest.mark.parametrize("template", MAILS)
def test_show_each_mail_with_invented_words(site: Any, template: str) -> None:
    words = {
        "subject": "{site} : {objet}",
        "intro": "<b>Chers</b> voisins,",
        "closing": "À bientôt.",
    }
    subject, text, page = written(template, "Un objet", words)
    assert subject == f"{site.name} : Un objet"
    assert text.index("Chers") < text.index("À bientôt.")
    assert page.index("&lt;b&gt;Chers") < page.index("À bientôt.")
    assert "<b>Chers" not in page


HERE = "/bureau/site/courriels/"
RECEIPT = f"{HERE}proposals/mail/receipt/"
WORDS = {
    "subject": "{site} : votre idée n° {numero}",
    "intro": "Merci pour « {titre} ».\n\nNous la lisons.",
    "closing": "<script>piege()</script>",
}


def _send(site: Any) -> Email:
    with use_site(Site.objects.get(pk=site.pk)):
        made = send_email(
            to="nadia@example.org",
            kind="test",
            subject="Votre idée porte le n° 3",
            template="proposals/mail/receipt",
            context={"proposal": {"title": "Un <b>banc", "number": 3, "get_absolute_url": "/"}},
        )
    assert made is not None
    return made


def test_word_a_mail_and_put_it_back(site: Any, desk: Client) -> None:
    listed = desk.get(HERE).content.decode()
    assert "Code de connexion" in listed
    assert listed.count(">Vos mots<") == 0
    seen = desk.post(RECEIPT, {**WORDS, "do": "see"}).content.decode()
    assert "Merci pour « {titre} »." in seen
    preview = desk.get(f"{RECEIPT}apercu/").content.decode()
    assert "Merci pour « Des arbres dans la cour »." in preview
    assert "<script>" not in preview
    assert "Merci" not in _send(site).text  # seen is not kept
    assert desk.post(RECEIPT, {**WORDS, "do": "keep"}).status_code == 302
    mail = _send(site)
    assert mail.subject == f"{site.name} : votre idée n° 3"
    assert mail.text.startswith("Bonjour,\n\nMerci pour « Un <b>banc ».\n\nNous la lisons.")
    assert "Merci pour « Un &lt;b&gt;banc »." in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "est bien déposée" in mail.html
    with translation.override("en"):
        assert "Merci" not in _send(site).text  # French words stand in for no other language
    assert "garde les mots de la plateforme" in desk.get(f"{RECEIPT}?langue=en").content.decode()
    assert ">Vos mots<" in desk.get(HERE).content.decode().replace("</svg>", ">")
    desk.post(RECEIPT, {"do": "house"})
    assert _send(site).subject == "Votre idée porte le n° 3"
    assert Site.objects.get(pk=site.pk).mail_words == {}


def test_try_a_mail_on_oneself(site: Any, desk: Client, helene: Any) -> None:
    said = desk.post(RECEIPT, {**WORDS, "do": "try"}).content.decode()
    assert f"L’essai part à {helene.email}" in said
    mail = Email.objects.get(kind="try")
    assert mail.to == helene.email
    assert "Nous la lisons." in mail.html
    assert Site.objects.get(pk=site.pk).mail_words == {}


def test_refuse_words_that_the_mail_does_not_know(site: Any, desk: Client) -> None:
    page = desk.post(RECEIPT, {"intro": "Bonjour {prenom}", "do": "keep"}).content.decode()
    assert "Ce message ne connaît pas {prenom}." in page
    assert "{titre}" in page
    assert "Bonjour {prenom}" in page  # nothing typed is lost
    page = desk.post(RECEIPT, {"subject": "é" * 151, "do": "keep"}).content.decode()
    assert "dépasse 150 signes" in page
    assert desk.get(f"{HERE}nulle/mail/part/").status_code == 404
    assert Site.objects.get(pk=site.pk).mail_words == {}


def test_choose_who_mails_come_from(site: Any, desk: Client, mailoutbox: Any) -> None:
    sender = {"name": "Le service\nparticipation", "reply_to": "equipe@example.org"}
    assert desk.post(HERE, sender).status_code == 302
    with use_site(Site.objects.get(pk=site.pk)):
        deliver(_send(site).pk)
    (sent,) = mailoutbox
    assert sent.from_email == f"Le service participation <{site.contact_email}>"
    assert sent.reply_to == ["equipe@example.org"]
    assert "Saisissez" in desk.post(HERE, {"reply_to": "personne"}).content.decode()


def test_keep_mails_to_who_runs_the_site(site: Any, cast: Any) -> None:
    with pytest.raises(Refused):
        word_mail(template="x/mail/y", language="fr", words={}, actor=cast.irene)
    with pytest.raises(Refused):
        choose_sender(name="Moi", reply_to="", actor=cast.irene)
