"""A city says its own nouns: on pages, in mails and in files, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.nouns import Noun
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.messaging.actions import send_email
from preau.pages.actions import choose_words
from preau.tenancy.scope import current_site, use_site

HERE = "/bureau/site/mots/"
WISH = {"idea_one": "le vœu", "idea_many": "vœux", "idea_en_one": "wish", "idea_en_many": "wishes"}


def test_choose_a_noun_and_read_it_everywhere(site: Any, desk: Client) -> None:
    seen = desk.post(HERE, {**WISH, "do": "see"}).content.decode()
    assert "Déposer un vœu" in seen
    assert "Votre vœu est déposé" in seen
    site.refresh_from_db()
    assert site.words == {}
    assert desk.post(HERE, {**WISH, "do": "keep"}).status_code == 302
    site.refresh_from_db()
    kept = desk.get(HERE).content.decode()
    assert 'value="le vœu"' in kept
    assert Entry.objects.latest("pk").verb == "chose_words"
    page = Client().get("/comment-ca-marche/").content.decode()
    assert "vœu" in page
    mail = _mail()
    assert "vous avez déposé ou rejoint ce vœu" in mail.html
    in_english = Client()
    in_english.cookies["preau_langue"] = "en"
    assert "wish" in in_english.get("/comment-ca-marche/").content.decode()
    with use_site(None):
        from django.utils.translation import gettext

        assert gettext("Déposer une idée") == "Déposer une idée"


def _mail() -> Any:
    class Idea:
        title, number = "Un banc", 3

        def get_absolute_url(self) -> str:
            return "/idees/3/"

    return send_email(
        to="nadia@example.org",
        kind="test",
        subject="Un titre",
        template="proposals/mail/receipt",
        context={"proposal": Idea()},
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"idea_one": "vœu", "idea_many": "vœux"}, "Écrivez le mot avec"),
        ({"idea_one": "le vœu"}, "Donnez le singulier et le pluriel, ou aucun."),
        ({"idea_one": "le <b>vœu", "idea_many": "vœux"}, "Un mot en lettres"),
        ({"idea_one": "le %(n)s", "idea_many": "vœux"}, "Un mot en lettres"),
        ({"ballot_one": "la fiche", "ballot_many": "fiches"}, "s’accordent au masculin"),
    ],
)
def test_refuse_a_noun_with_its_reason(site: Any, desk: Client, typed: Any, said: str) -> None:
    page = desk.post(HERE, {**typed, "do": "keep"}).content.decode()
    assert said in page
    assert "Erreur" in page
    site.refresh_from_db()
    assert site.words == {}


def test_keep_the_act_to_who_runs_the_site(site: Any, cast: Any) -> None:
    with pytest.raises(Refused):
        choose_words(words={"idea": {"fr": Noun("vœu", "vœux")}}, actor=cast.irene)
    assert current_site().words == {}


def test_go_back_to_the_house(site: Any, desk: Client, helene: Any) -> None:
    choose_words(words={"idea": {"fr": Noun("vœu", "vœux")}}, actor=helene)
    desk.post(HERE, {"do": "keep"})
    site.refresh_from_db()
    assert site.words == {}
