"""The face of a city: its colour, and a home page of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum

from preau.delivery.models import Delivery
from preau.demo.content import DemoCity
from preau.kernel import clock
from preau.kernel.nouns import Noun
from preau.news.actions import write_article, write_meeting
from preau.pages.actions import choose_words, compose_page, publish_theme, write_frame
from preau.pages.frames import MenuLine, Menus
from preau.pages.models import Theme
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.ui.words import money, number

from . import coast
from .drawings import landscape, mark
from .town import Town

HOME = "accueil"
#: Told by the block « Comment ça marche » already.
TOLD = "Comment ça marche"
Blocks = list[tuple[str, dict[str, Any]]]


#: In Villeneuve, people submit proposals.
WORDS = {
    "idea": {
        "fr": Noun("proposition", "propositions", "f"),
        "en": Noun("proposal", "proposals"),
    }
}


def has_front() -> bool:
    return Theme.objects.exists()


@transaction.atomic
def dress(town: Town) -> None:
    """Publish the theme and the home page, written two months ago by the installation."""
    with clock.stopped(town.at(-60, 9)):
        _announce(town)
        publish_theme(brand=town.city.brand_colour, actor=None, **_look(town))
        if town.city.key == coast.CITY:
            coast.compose(town)
            return
        compose_page(page=HOME, blocks=_home(town), actor=None)
        compose_page(
            page="comprendre",
            title="Comprendre la participation",
            summary="Qui décide, avec quel argent, et ce que deviennent vos idées.",
            blocks=_guide(),
            actor=None,
        )
        menu = [("Démarches", "/demarches/"), ("Réalisations", "/realisations/")]
        lines = tuple(MenuLine(*one) for one in [*menu, ("Comprendre", "/comprendre/")])
        write_frame(part="menus", content=Menus(header=lines), actor=None)
        if town.city.key == "villeneuve":
            choose_words(words=WORDS, actor=None)


def _look(town: Town) -> dict[str, Any]:
    """Each city has its own: a photo and serif titles, a mark and the roof, a coloured band."""
    if town.city.key == "saint-aubin":
        return {"header": town.city.header_style, "logo_id": mark("#1D4F91", "#FFFFFF").pk}
    if town.city.key == coast.CITY:
        return coast.look()
    shot = landscape()
    return {"header": "photo", "photo_id": shot.pk, "fonts": "classic", "corners": "square"}


def _guide() -> Blocks:
    """A page beside the home, with blocks of several sorts."""
    longest = max(Process.objects.with_steps(), key=lambda one: len(one.ordered_steps)).pk
    answers = [
        {
            "question": "Mon idée peut-elle être refusée\u00a0?",
            "answer": "Oui, si la collectivité n’a pas le droit de la faire, ou si elle dépasse le budget. "
            "La réponse est **publique** et dit pourquoi.",
        },
        {
            "question": "Faut-il habiter ici pour voter\u00a0?",
            "answer": "Le [règlement de chaque démarche](/demarches/) le dit.",
        },
    ]
    return [
        (
            "text",
            {
                "title": "Une idée, un vote, un projet",
                "text": "Vous proposez. Les services étudient. Vous votez. La collectivité réalise.\n\n"
                "- Chaque décision est expliquée.\n- Chaque étape a une date.",
            },
        ),
        ("steps", {"title": "Où en est-on\u00a0?", "process": longest}),
        ("faq", {"items": answers}),
        ("results", {"process": longest}),
        ("proposals", {"most": 3, "process": longest}),
        (
            "easy",
            {
                "text": "Vous avez une idée pour votre ville.\n\nVous écrivez votre idée.\n\n"
                "Les gens votent.\n\nLa ville fait les idées qui ont le plus de points.",
                "label": "Voir les démarches",
                "url": "/demarches/",
            },
        ),
        (
            "call",
            {"title": "Une question\u00a0?", "label": "Lire l’aide", "url": "/aide/"},
        ),
    ]


def _home(town: Town) -> Blocks:
    city = town.city
    texts: Blocks = [
        ("text", {"title": block.title, "text": block.text})
        for block in city.blocks
        if block.title != TOLD
    ]
    return [
        ("hero", {"title": city.site_title, "lead": city.tagline}),
        ("moment", {}),
        ("changed", {}),
        ("how", {"lines": _how(city)}),
        ("coming", {}),
        ("figures", {"items": _figures()}),
        ("news", {"most": 3}),
        ("agenda", {"most": 3}),
        *texts,
        ("processes", {}),
    ]


def _how(city: DemoCity) -> list[dict[str, str]]:
    """The steps of the edition that has the most of them, the last one told."""
    steps = max(reversed(city.editions), key=lambda edition: len(edition.steps)).steps
    return [{"title": step.title, "text": step.summary} for step in steps]


def _figures() -> list[dict[str, str]]:
    """What the editions of the city have come to, counted from its rows."""
    kept = Delivery.objects.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(state=Delivery.State.DONE)),
        cents=Sum("spent_cents", default=0),
    )
    return [
        {"label": "idées déposées", "value": number(Proposal.objects.visible().count())},
        {"label": "projets choisis par le vote", "value": number(kept["all"])},
        {"label": "projets réalisés", "value": number(kept["done"])},
        {"label": "dépensés pour eux", "value": money(kept["cents"])},
    ]


def _announce(town: Town) -> None:
    """The news of the material, and three meetings around today."""
    for one in town.city.news:
        at = town.at(one.in_days, 9)
        news = {"title": one.title, "summary": one.summary, "text": one.summary}
        write_article(words={**news, "opens_at": at, "is_draft": False}, actor=None)
    if town.city.key == coast.CITY:
        coast.meet(town)
        return
    for days, title, place in (
        (6, "Atelier\u00a0: écrire son idée à plusieurs", "Médiathèque"),
        (20, "Réunion publique sur les projets", "Salle des fêtes"),
        (-15, "Permanence au marché", "Place du marché"),
    ):
        words: dict[str, Any] = {"title": title, "place": place, "is_draft": False}
        hours = {"starts_at": town.at(days, 18), "ends_at": town.at(days, 20)}
        write_meeting(words={**words, **hours}, actor=None)
