"""Sentences of the platform in a city's own nouns: article, gender, plural, what agrees."""

from __future__ import annotations

import re

import pytest

from preau.kernel.nouns import HOUSE, Noun, Wording

PROPOSAL = Noun("proposition", "propositions", "f")
ACTION = Noun("action", "actions", "f", elides=True)
WISH = Noun("vœu", "vœux", "m")
HAMLET = Noun("hameau", "hameaux", "m")
TOWN = Noun("commune", "communes", "f")
CONTEST = Noun("concours", "concours", "m")


def _say(code: str, noun: Noun, text: str, language: str = "fr") -> str:
    return Wording({code: {language: noun.data()}}, language).say(text)


@pytest.mark.parametrize(
    ("code", "noun", "house", "own"),
    [
        ("idea", PROPOSAL, "Déposer une idée", "Déposer une proposition"),
        ("idea", PROPOSAL, "L’idée est déposée.", "La proposition est déposée."),
        ("idea", PROPOSAL, "Dépôt d’idées", "Dépôt de propositions"),
        ("idea", WISH, "Cette idée est déjà saisie.", "Ce vœu est déjà saisi."),
        ("idea", WISH, "Une autre idée, la même idée", "Un autre vœu, le même vœu"),
        ("idea", WISH, "les idées parrainées", "les vœux parrainés"),
        ("idea", WISH, "%(n)s idées retenues", "%(n)s vœux retenus"),
        ("idea", WISH, "L’étude de l’idée est terminée", "L’étude du vœu est terminée"),
        (
            "idea",
            WISH,
            "Votre idée «\u00a0%(title)s\u00a0» est bien déposée. Elle porte le n°\u00a07.",
            "Votre vœu «\u00a0%(title)s\u00a0» est bien déposé. Il porte le n°\u00a07.",
        ),
        ("idea", WISH, "Une idée par phrase.", "Une idée par phrase."),
        ("project", ACTION, "Le projet du vote", "L’action du vote"),
        ("project", ACTION, "Aucun projet n’est retenu.", "Aucune action n’est retenue."),
        ("project", ACTION, "la liste des nouveaux projets", "la liste des nouvelles actions"),
        ("project", ACTION, "D’une idée à un projet", "D’une idée à une action"),
        ("project", ACTION, "Un projet mis à part", "Une action mise à part"),
        ("project", ACTION, "Deux projets mis à part", "Deux actions mises à part"),
        ("project", ACTION, "Tous les projets lauréats", "Toutes les actions lauréates"),
        ("neighbourhood", HAMLET, "Dans quel quartier\u00a0?", "Dans quel hameau\u00a0?"),
        ("neighbourhood", TOWN, "Dans quel quartier\u00a0?", "Dans quelle commune\u00a0?"),
        ("process", CONTEST, "Toutes les démarches", "Tous les concours"),
        ("process", CONTEST, "Toute la démarche, à la démarche", "Tout le concours, au concours"),
    ],
)
def test_say_a_noun_with_its_neighbours(code: str, noun: Noun, house: str, own: str) -> None:
    assert _say(code, noun, house) == own


def test_say_it_in_english() -> None:
    action = Noun("action", "actions")
    said = _say("project", action, "A project, 3 projects, the Project", "en")
    assert said == "An action, 3 actions, the Action"
    assert _say("idea", Noun("use", "uses"), "An idea", "en") == "A use"
    paper = Noun("voting paper", "voting papers")
    assert _say("ballot", paper, "the ballot box, your ballot", "en") == (
        "the ballot box, your voting paper"
    )


def test_change_two_nouns_at_once() -> None:
    """What one noun becomes is not taken for the other."""
    chosen = {
        "idea": {"fr": HOUSE["project"]["fr"].data()},
        "project": {"fr": ACTION.data()},
    }
    assert Wording(chosen, "fr").say("Idées et projets") == "Projets et actions"


def test_leave_everything_where_nothing_is_chosen() -> None:
    for code, spoken in HOUSE.items():
        for language, noun in spoken.items():
            text = f"{noun.one} {noun.many} %(n)s"
            assert _say(code, noun, text, language) == text
    assert Wording({}, "fr").say("Déposer une idée") == "Déposer une idée"


def test_leave_no_house_noun_in_any_sentence() -> None:
    """Each sentence of the platform, with each noun in the other gender."""
    from preau.tenancy.wording import sentences

    said = sorted(set(sentences("fr")))
    assert len(said) > 3000
    for code, spoken in HOUSE.items():
        house = spoken["fr"]
        other = Noun("truc", "trucs", "m" if house.is_feminine else "f")
        wording = Wording({code: {"fr": other.data()}}, "fr")
        noun = re.compile(rf"(?<![\w-]){house.one}s?(?![\w-])", re.IGNORECASE)
        left = [one for one in said if noun.search(wording.say(one))]
        assert all("par phrase" in one or "d’arrêté" in one for one in left), left
        wrong = "un|le|du|au|ce|aucun" if other.is_feminine else "une|la|cette|aucune|l’"
        odd = re.compile(rf"\b(?:{wrong})\s?trucs?\b", re.IGNORECASE)
        assert [wording.say(one) for one in said if odd.search(wording.say(one))] == []
