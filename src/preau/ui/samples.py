"""What the gallery shows: an invented city, Saint-Aubin, at fixed dates."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from preau.kernel import clock
from preau.ui.forms import DatePartsField, PlainForm
from preau.ui.props import Bar, Card, Chart, Event, Link, Square, Task


class SampleForm(PlainForm):
    """One field of each sort."""

    title = forms.CharField(
        label="Quel est le titre de votre idée ?",
        help_text="Une courte phrase, par exemple « Un banc à l’ombre rue des Tilleuls ».",
        max_length=80,
    )
    idea = forms.CharField(
        label="Que proposez-vous ?",
        help_text="Dites ce qui existe, ce que vous changeriez, et pour qui.",
        widget=forms.Textarea,
    )
    zone = forms.ChoiceField(
        label="Dans quel quartier ?",
        choices=[("", "Choisir un quartier"), ("gare", "Gare"), ("centre", "Centre")],
        required=False,
    )
    who = forms.ChoiceField(
        label="Qui dépose cette idée ?",
        choices=[
            ("alone", "Moi"),
            ("group", "Un groupe"),
            ("young", "Une personne de moins de 16 ans"),
        ],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="De quoi parle-t-elle ?",
        choices=[("nature", "Nature en ville"), ("school", "Écoles"), ("bike", "Mobilités")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    birth = DatePartsField(
        label="Votre date de naissance", help_text="Par exemple 27 3 1989", birth=True
    )
    cost = forms.CharField(
        label="Coût, si vous le connaissez", required=False, widget=forms.TextInput
    )
    photo = forms.FileField(
        label="Une photo", help_text="JPEG ou PNG, 8 Mo au plus.", required=False
    )
    agrees = forms.BooleanField(label="J’accepte que mon prénom soit affiché", required=False)


def wrong_form() -> SampleForm:
    """The same form, sent empty."""
    form = SampleForm({}, prefix="faux")
    form.fields["title"].error_messages["required"] = "Donnez un titre à votre idée."
    form.fields["idea"].error_messages["required"] = "Décrivez votre idée."
    form.fields["who"].error_messages["required"] = "Dites qui dépose l’idée."
    form.full_clean()
    return form


def _now(state: str, title: str, text: str, **more: Any) -> SimpleNamespace:
    empty = {"act": None, "second_act": None, "until": None, "who": "", "minutes": None}
    return SimpleNamespace(state=state, title=title, text=text, **{**empty, **more})


def nows() -> list[SimpleNamespace]:
    """The five states of the Now box."""
    until = clock.now() + timedelta(days=9, hours=3)
    vote = SimpleNamespace(label="Voter", url="#voter")
    change = SimpleNamespace(label="Modifier mon bulletin", url="#bulletin")
    help_ = SimpleNamespace(label="Qui peut voter ?", url="#aide")
    return [
        _now(
            "open",
            "En ce moment : le vote",
            "Choisissez et classez 3 projets parmi 38.",
            who="Il suffit d’habiter la commune et d’avoir 11 ans.",
            minutes=5,
            act=vote,
            until=until,
        ),
        _now(
            "refused",
            "Ce vote est réservé à la commune",
            "Votre adresse est à Vernay. Vous pouvez suivre les projets et lire les résultats.",
            act=help_,
            until=until,
        ),
        _now(
            "done",
            "Votre bulletin est enregistré",
            "Votre reçu : platane-craie-marelle. Le dernier bulletin envoyé compte.",
            act=change,
            until=until,
        ),
        _now(
            "between",
            "Les services étudient les idées",
            "Irène Moreau, Espaces verts, et neuf collègues répondent à chaque idée.",
            until=until,
        ),
        _now("finished", "8 projets seront réalisés", "1 204 personnes ont voté."),
    ]


def squares() -> list[Square]:
    return [
        Square(
            1,
            "Dépôt des idées",
            "Terminé",
            "past",
            "1er févr. – 15 mars",
            "142 idées déposées",
            "#1",
        ),
        Square(2, "Analyse", "Terminé", "past", "16 mars – 10 mai", "104 réponses motivées", "#2"),
        Square(3, "Vote", "En cours", "current", "20 mai – 12 juin", "1 204 bulletins", "#3"),
        Square(4, "Résultats", "À venir", "future", "19 juin"),
        Square(5, "Réalisation", "À venir", "future", "sept. 2027 – déc. 2028"),
    ]


CARDS = [
    Card(
        "#87",
        "Une cour-oasis à l’école Jean-Zay",
        87,
        "Nature en ville",
        1,
        "tree",
        place="Quartier Gare",
        cost_cents=8_500_000,
        author="Nadia B.",
    ),
    Card(
        "#91",
        "Arceaux à vélos devant la médiathèque",
        91,
        "Mobilités",
        2,
        "bike",
        place="Centre",
        cost_cents=1_200_000,
        is_mine=True,
    ),
    Card(
        "#12",
        "Un frigo solidaire place du Marché",
        12,
        "Solidarités",
        0,
        "heart",
        place="Centre",
        cost_cents=650_000,
        status="Retenue pour le vote",
        tone="done",
    ),
    Card(
        "#33",
        "Réparer l’horloge de l’école",
        33,
        "Patrimoine",
        3,
        "clock",
        place="Canal",
        cost_cents=1_840_000,
        status="Réponse en retard de 2 jours",
        tone="late",
    ),
    Card(
        "#40",
        "Des boîtes à livres dans chaque quartier",
        40,
        "Culture",
        4,
        "book",
        place="Toute la commune",
        cost_cents=900_000,
    ),
    Card(
        "#55",
        "Un préau pour l’école des Peupliers",
        55,
        "Écoles",
        5,
        "school",
        place="Peupliers",
        cost_cents=6_200_000,
    ),
]


def events() -> list[Event]:
    at = clock.now()
    return [
        Event("Déposée", at - timedelta(days=80), actor="Nadia B."),
        Event(
            "Retenue pour le vote",
            at - timedelta(days=20),
            actor="Karim Diallo, adjoint",
            text="La Ville retient cette idée. La cour perd 600 m² de bitume.",
        ),
        Event("Au vote", at - timedelta(days=2), look="current"),
        Event("Travaux", when="Prévus à l’été 2028", look="future"),
    ]


def everything() -> dict[str, Any]:
    """All samples but the forms, by name."""
    at = clock.now()
    return {
        "at": at,
        "soon": at + timedelta(hours=7),
        "later": at + timedelta(days=9, hours=3),
        "nows": nows(),
        "squares": squares(),
        "cards": CARDS,
        "events": events(),
        "tasks": [
            Task("Votre association", "Complet", "#1", "done"),
            Task("Le projet", "En cours", "#2", "soon", "Il manque le calendrier."),
            Task("Le budget", "À faire", "#3", "todo"),
        ],
        "links": [Link("Liste", "#l", True, 38), Link("Carte", "#c"), Link("Tableau", "#t")],
        "crumbs": [Link("Démarches", "#d"), Link("Budget participatif", "#b"), Link("Le vote")],
        "filters": [Link("Quartier Gare", "#g"), Link("Nature en ville", "#n")],
        "winners": [
            ("Cour-oasis", 212),
            ("Arceaux", 30),
            ("Préau", 155),
            ("Frigo", 16),
            ("Passerelle", 420),
        ],
        "chart": Chart(
            "zones",
            "La moitié des bulletins viennent de Gare et du Centre",
            [
                Bar("Gare", (322, 41)),
                Bar("Centre", (239, 20)),
                Bar("Peupliers", (201, 88)),
                Bar("Canal", (190, 103)),
            ],
            ("En ligne", "Sur papier"),
            "bulletins",
            "#csv",
            "1 204 bulletins, dont 252 sur papier.",
        ),
    }


def email() -> dict[str, Any]:
    body: SafeString = format_html(
        "<p>{}</p><p>{}</p>",
        "Bonjour Nadia,",
        "Votre idée n°\u00a087, « Une cour-oasis à l’école Jean-Zay », est retenue pour le vote.",
    )
    act = {"act_url": "#", "act_label": "Voir votre idée"}
    site = SimpleNamespace(name="Participer à Saint-Aubin", contact_phone="02 40 00 00 00")
    return {"site": site, "subject": "Votre idée est retenue", "body": body, **act}


def _square(west: float, south: float) -> list[list[list[float]]]:
    east, north = west + 0.012, south + 0.008
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


GEOJSON: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": _square(west, south)},
        }
        for name, west, south in (
            ("Gare", -1.50, 47.208),
            ("Centre", -1.488, 47.208),
            ("Canal", -1.50, 47.20),
            ("Peupliers", -1.488, 47.20),
        )
    ]
    + [
        {
            "type": "Feature",
            "properties": {"number": number, "title": title, "url": "#", "note": note},
            "geometry": {"type": "Point", "coordinates": [west, south]},
        }
        for number, title, note, west, south in (
            (87, "Une cour-oasis", "Gare", -1.494, 47.211),
            (91, "Arceaux à vélos", "Centre", -1.481, 47.213),
            (12, "Un frigo solidaire", "Centre", -1.4805, 47.2133),
            (55, "Un préau", "Peupliers", -1.482, 47.203),
        )
    ],
}
