"""The face of the Côte des Brisants: no participatory budget, other blocks, other menus, a band."""

from __future__ import annotations

from typing import Any

from preau.blueprints import consultation, questionnaire, votation
from preau.news.actions import write_meeting
from preau.pages.actions import compose_page, write_frame
from preau.pages.frames import Banner, MenuLine, Menus
from preau.processes.models import Process
from preau.ui.words import number

from .drawings import bus, lighthouse, shore, wave
from .town import Town

CITY = "brisants"
Blocks = list[tuple[str, dict[str, Any]]]


def look() -> dict[str, Any]:
    """A band of colour, the fonts of a poster, round corners, a mark of its own."""
    return {"header": "band", "fonts": "poster", "corners": "round", "logo_id": wave().pk}


def meet(town: Town) -> None:
    """The meetings of the material, at its hours."""
    for one in town.city.meetings:
        words: dict[str, Any] = {"title": one.title, "place": one.place, "text": one.description}
        starts_at = town.at(one.in_days, one.hour)
        ends_at = town.at(one.in_days, one.hour + one.minutes // 60, one.minutes % 60)
        hours = {"starts_at": starts_at, "ends_at": ends_at}
        write_meeting(words={**words, **hours, "is_draft": False}, actor=None)


def compose(town: Town) -> None:
    """The home page, a page on the communes, menus and banner."""
    beach, light, van = shore(), lighthouse(), bus()
    address = {
        code: f"/demarches/{Process.objects.filter(blueprint=code).order_by('pk')[0].slug}/"
        for code in (votation.CODE, consultation.CODE, questionnaire.CODE)
    }
    pictures = {"beach": beach.pk, "light": light.pk, "van": van.pk}
    compose_page(page="accueil", blocks=_home(town, address, pictures), actor=None)
    compose_page(
        page="les-cinq-communes",
        title="Les cinq communes",
        summary="Qui décide de quoi, et où trouver les formulaires sur papier.",
        blocks=_communes(town, pictures),
        actor=None,
    )
    lines = [
        *(("Voter", address[votation.CODE]), ("Annoter", address[consultation.CODE])),
        *(("Répondre", address[questionnaire.CODE]), ("Rencontres", "/agenda/")),
        ("Les cinq communes", "/les-cinq-communes/"),
    ]
    menus = Menus(header=tuple(MenuLine(*one) for one in lines))
    write_frame(part="menus", content=menus, actor=None)
    banner = Banner(
        "Le Goéland est au marché de Port-Clair samedi matin.", "Où le voir", "/agenda/"
    )
    write_frame(part="banner", content=banner, actor=None)


def _home(town: Town, address: dict[str, str], pictures: dict[str, int]) -> Blocks:
    city = town.city
    return [
        ("hero", {"title": "La mer avance. On en parle\u00a0?", "lead": city.tagline}),
        (
            "image_text",
            {
                "title": "Une charte à annoter",
                "text": "Que protège-t-on, que déplace-t-on\u00a0? Chaque article attend votre avis, "
                "et chaque avis reçoit une **réponse écrite**.",
                "picture": pictures["beach"],
                "side": "left",
                "label": "Annoter la charte",
                "url": address[consultation.CODE],
            },
        ),
        (
            "image_text",
            {
                "title": "Une navette, la nuit\u00a0?",
                "text": "Deux questions sur la navette de nuit. Le conseil communautaire a promis "
                "de suivre le résultat si 8\u00a0% des inscrits votent.",
                "picture": pictures["light"],
                "side": "right",
                "label": "Voter",
                "url": address[votation.CODE],
            },
        ),
        ("moment", {}),
        ("agenda", {"title": "Se rencontrer", "most": 3}),
        ("figures", {"title": "La côte en chiffres", "items": _figures(town)}),
        ("news", {"title": "Nouvelles du large", "most": 3}),
        ("call", _asked(address[questionnaire.CODE])),
        ("faq", {"title": "Bon à savoir", "items": _faq(town)}),
    ]


def _asked(url: str) -> dict[str, str]:
    return {
        "title": "Se loger à l’année",
        "text": "Cinq minutes pour dire ce que vous avez vécu en cherchant un logement.",
        "label": "Répondre au questionnaire",
        "url": url,
    }


def _communes(town: Town, pictures: dict[str, int]) -> Blocks:
    block = town.city.blocks[0]
    people = ("soizic-lebras", "maelle-riou", "tanguy-prigent", "yann-corre")
    known = {one.key: one for one in town.city.people}
    team = [
        {"name": f"{known[key].first_name} {known[key].last_name}", "role": known[key].title}
        for key in people
    ]
    return [
        ("text", {"title": block.title, "text": block.text}),
        ("gallery", {"title": "De la grève au marché", "items": _shots(pictures)}),
        ("team", {"title": "Qui vous répond", "items": team}),
        ("partners", {"title": "Avec", "items": [{"name": z.name} for z in town.city.zones]}),
    ]


def _shots(pictures: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"picture": pictures["van"], "caption": "Le Goéland, sur un marché par semaine"},
        {"picture": pictures["beach"], "caption": "La grève, relevée chaque automne"},
        {"picture": pictures["light"], "caption": "Le phare de la Pointe-Rousse"},
    ]


def _figures(town: Town) -> list[dict[str, str]]:
    return [
        {"label": "communes", "value": number(len(town.city.zones))},
        {"label": "habitants à l’année", "value": number(town.city.population)},
        {"label": "démarches ouvertes à tous", "value": number(Process.objects.count())},
    ]


def _faq(town: Town) -> list[dict[str, str]]:
    return [{"question": one.question, "answer": one.answer} for one in town.city.faq]
