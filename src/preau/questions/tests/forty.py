"""A form of forty questions of every type, with twelve conditions, as a census asks."""

from __future__ import annotations

from typing import Any

from preau.questions.document import Document
from preau.questions.schema import read_document


def options(*labels: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """Choices a, b, c… with these labels; ``more`` completes one by its letter."""
    letters = "abcdefghijklmnop"
    return [
        {"id": letters[place], "label": label, **more.get(letters[place], {})}
        for place, label in enumerate(labels)
    ]


def ask(id: str, type: str, title: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "type": type, "title": title, **more}


def when(question: str, op: str, value: Any = None, part: str = "") -> dict[str, Any]:
    test: dict[str, Any] = {"question": question, "op": op}
    return test | ({} if value is None else {"value": value}) | ({"part": part} if part else {})


YES_NO = options("Oui", "Non")
PEOPLE = [
    ask("home", "section", "Votre logement"),
    ask(
        "q1",
        "single",
        "Vous habitez…",
        required=True,
        options=options("Une maison", "Un appartement", "Un foyer"),
        settings={"other": True},
    ),
    ask(
        "q2",
        "number",
        "Combien de personnes y vivent ?",
        required=True,
        settings={"min": 1, "max": 20, "unit": "personnes"},
    ),
    ask(
        "q3",
        "number",
        "Dont combien d’enfants ?",
        settings={"min": 0, "max": 15},
        show_if={"all": [when("q2", "gt", 1)]},
    ),
    ask("q4", "date", "Depuis quand ?"),
    ask(
        "q5",
        "single",
        "Vous êtes…",
        options=options("Propriétaire", "Locataire", "Hébergé"),
        jumps=[{"to": "q7", "if": {"all": [when("q5", "is", "c")]}}],
    ),
    ask("q6", "number", "Combien de pièces ?", settings={"min": 1, "max": 30}),
    ask("q7", "single", "Y a-t-il un jardin ?", options=YES_NO),
    ask(
        "q8",
        "multiple",
        "Que faites-vous au jardin ?",
        options=options("Potager", "Jeux", "Repos", "Rien", d={"exclusive": True}),
        settings={"max": 2, "random": True},
        show_if={"all": [when("q7", "is", "a")]},
    ),
    ask("q9", "short", "Un mot sur votre rue"),
    ask("q10", "place", "Où est votre arrêt de bus ?"),
    ask("moving", "section", "Vos déplacements"),
    ask(
        "q11",
        "multiple",
        "Comment vous déplacez-vous ?",
        required=True,
        options=options(
            "À pied",
            "À vélo",
            "En bus",
            "En voiture",
            "Je ne me déplace pas",
            e={"exclusive": True},
        ),
        settings={"other": True},
    ),
    ask(
        "q12",
        "single",
        "Quel vélo ?",
        options=options("Classique", "Électrique"),
        show_if={"all": [when("q11", "includes", "b")]},
    ),
    ask(
        "q13",
        "scale",
        "À vélo, vous vous sentez…",
        settings={"min": 1, "max": 5, "low": "en danger", "high": "en sécurité", "dont_know": True},
        show_if={"all": [when("q11", "includes", "b")]},
    ),
    ask(
        "q14",
        "long",
        "Pourquoi « {q13} » ?",
        settings={"max": 500},
        show_if={"all": [when("q13", "lt", 3)]},
    ),
    ask(
        "q15",
        "matrix",
        "Que pensez-vous…",
        options=options("Bien", "Moyen", "Mal"),
        rows=options("Des bus", "Des trottoirs", "Des pistes"),
    ),
    ask(
        "q16",
        "short",
        "Que changer aux trottoirs ?",
        show_if={"any": [when("q15", "is", "c", "b"), when("q15", "is", "b", "b")]},
    ),
    ask("q17", "single", "Avez-vous une voiture ?", options=YES_NO),
    ask(
        "q18",
        "number",
        "Combien de kilomètres par an ?",
        settings={"min": 0, "max": 200000, "unit": "km"},
        show_if={"any": [when("q17", "is", "a"), when("q11", "includes", "d")]},
    ),
    ask(
        "q19",
        "ranking",
        "Classez ces travaux",
        options=options("Pistes", "Arbres", "Bancs", "Éclairage"),
        settings={"max": 3},
    ),
    ask("q20", "long", "Où mettre ces pistes ?", show_if={"all": [when("q19", "is", "a")]}),
]
TOWN = [
    ask("town", "section", "Votre commune"),
    ask(
        "q21",
        "points",
        "Dix points entre ces services",
        options=options("Écoles", "Sport", "Culture"),
        settings={"total": 10},
    ),
    ask(
        "q22",
        "budget",
        "Mille euros entre ces projets",
        options=options("Square", "Gymnase", "Bibliothèque"),
        settings={"total": 1000},
    ),
    ask("q23", "grades", "Jugez ces idées", options=options("Marché du soir", "Fête des voisins")),
    ask(
        "q24",
        "scale",
        "Recommanderiez-vous la commune ?",
        settings={"min": 0, "max": 10, "low": "pas du tout", "high": "tout à fait"},
    ),
    ask("q25", "long", "Que manque-t-il ?", hide_if={"all": [when("q24", "ge", 9)]}),
    ask(
        "q26",
        "image",
        "Quel banc préférez-vous ?",
        options=options(
            "Bois",
            "Métal",
            a={"picture": "/media/banc-bois.webp", "alt": "Un banc en bois"},
            b={"picture": "/media/banc-metal.webp", "alt": "Un banc en métal"},
        ),
    ),
    ask(
        "q27",
        "single",
        "Êtes-vous membre d’une association ?",
        options=YES_NO,
        jumps=[{"to": "q30", "if": {"all": [when("q27", "is", "b")]}}],
    ),
    ask("q28", "identifier", "Son numéro"),
    ask("q29", "short", "Son nom"),
    ask("q30", "single", "Avez-vous voté au dernier budget participatif ?", options=YES_NO),
]
YOU = [
    ask("you", "section", "Vous", show_if={"all": [when("q2", "answered")]}),
    ask("q31", "number", "Votre année de naissance", settings={"min": 1900, "max": 2020}),
    ask(
        "q32",
        "single",
        "Votre activité",
        options=options("En emploi", "En études", "À la retraite", "Sans emploi"),
    ),
    ask(
        "q33",
        "short",
        "Votre métier",
        show_if={
            "all": [
                when("q32", "is", "a"),
                {"any": [when("q31", "ge", 1950), when("q31", "not_answered")]},
            ]
        },
    ),
    ask("q34", "single", "Travaillez-vous dans la commune ?", options=YES_NO),
    ask(
        "q35",
        "scale",
        "Votre santé",
        settings={"min": 1, "max": 7, "low": "mauvaise", "high": "excellente"},
    ),
    ask("q36", "multiple", "Vos loisirs", options=options("Sport", "Lecture", "Musique", "Marche")),
    ask("q37", "short", "Votre quartier"),
    ask("q38", "long", "Autre chose ?"),
    ask("q39", "file", "Une photo, un plan"),
    ask("q40", "consent", "J’accepte que mes réponses soient étudiées", required=True),
]
SCHEMA: dict[str, Any] = {"format": 1, "questions": [*PEOPLE, *TOWN, *YOU]}


def forty() -> Document:
    return read_document(SCHEMA)


#: Answers as they would be typed, enough to walk through.
TYPED: dict[str, Any] = {
    "q1": "b", "q2": "3", "q3": "1", "q4": "2015-06-01", "q5": "b", "q6": "4", "q7": "a",
    "q8": ["a", "b"], "q9": "Calme", "q10": {"label": "Place du marché"}, "q11": ["a", "b"],
    "q12": "a", "q13": "2", "q14": "Trop de voitures", "q15": {"a": "a", "b": "c", "c": "b"},
    "q16": "Les élargir", "q17": "a", "q18": "12 000", "q19": ["a", "c"], "q20": "Partout",
    "q21": {"a": "5", "b": "5"}, "q22": {"a": "400", "b": "600,00"}, "q23": {"a": "m1", "b": "m3"},
    "q24": "7", "q25": "Un cinéma", "q26": ["a"], "q27": "a", "q28": "732 829 320 00074",
    "q29": "Les amis", "q30": "a", "q31": "1989", "q32": "a", "q33": "Menuisière", "q34": "b",
    "q35": "6", "q36": ["b"], "q37": "Gare", "q38": "", "q39": "", "q40": True,
}  # fmt: skip
