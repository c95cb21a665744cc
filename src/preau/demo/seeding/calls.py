"""The call for projects of a city: applications sent, others still being written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

import preau.demo.content
from preau.accounts.models import User
from preau.blueprints import appel_a_projets
from preau.calls.actions import begin_application, put_piece, save_part, send_application
from preau.calls.content import kinds_of
from preau.calls.models import Application, Call
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.territory.models import Zone
from preau.ui.pdf import compile_pdf

from .post import past_mail
from .town import Town

FOLDER = Path(preau.demo.content.__file__).parent / "data"
_LAYOUT = b"""
#let f = json(bytes(sys.inputs.facts))
#set document(title: f.title, author: f.city)
#set page(paper: "a4", margin: 25mm)
#set text(lang: "fr", size: 12pt)
= #f.title
#f.city
"""


def material(city: str) -> dict[str, Any] | None:
    """The call of a city; None where there is none."""
    path = FOLDER / city / "calls.json"
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.exists() else None
    return found


def is_call_missing(city: str) -> bool:
    """True while the call of the current site is still to be written."""
    found = material(city)
    if found is None:
        return False
    return not Process.objects.filter(slug=slug(found["open"]["title"])).exists()


@transaction.atomic
def write_call(town: Town) -> str:
    """The call through its blueprint, then its applications, day by day; answers its title."""
    found = material(town.city.key)
    if found is None:
        raise LookupError(f"{town.city.key} has no call")
    call = lay_call(town, found["open"], found["open"]["closes"] + 4)
    with past_mail():
        apply_all(town, call, found["applications"], found, last=-1)
        _draft(town, call, found)
    return str(found["open"]["title"])


def lay_call(town: Town, one: dict[str, Any], jury: int) -> Call:
    """A call by its blueprint; its jury starts on the day ``jury``."""
    with clock.stopped(town.at(one["opens"] - 6, 10)):
        process = appel_a_projets.create(
            title=one["title"],
            slug=slug(one["title"]),
            actor=town.owner,
            opens_at=town.at(one["opens"], 9),
            closes_at=town.at(one["closes"], 18),
            settings={
                "envelope_cents": one["envelope"],
                "ceiling_cents": one["ceiling"],
                "rate": one["rate"],
            },
            summary=one["summary"],
            presentation=one["presentation"],
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
            jury=(town.at(jury, 9), town.at(jury + 30, 18)),
        )
    process.created_at = town.at(one["opens"] - 6, 10)
    process.save(update_fields=["created_at"])
    call = Call.objects.select_related("form").get(step__process=process)
    call.step = process.ordered_steps[0]
    return call


def apply_all(
    town: Town, call: Call, wanted: list[dict[str, Any]], found: dict[str, Any], *, last: int
) -> list[Application]:
    """Applications sent day after day, until ``last``."""
    people = [town.people[one.key] for one in town.city.residents]
    papers, sent = _papers(town, call), []
    opens = call.step.opens_at
    if opens is None:
        raise ValueError("a call opens")
    first = (timezone.localdate(opens) - town.today).days + 3
    for place, one in enumerate(wanted):
        days = first + (last - first) * place // len(wanted)
        person = people[(7 * place + 3) % len(people)]
        with clock.stopped(town.at(days, 9 + place % 9, 7 * place % 60)):
            made = _write(town, call, one, person, found["answers"], place)
            _join(town, made, papers, person)
            done = send_application(application=made, person=person)
            if not isinstance(done, Application):
                raise TypeError(str(done))
            sent.append(done)
    return sent


def _draft(town: Town, call: Call, found: dict[str, Any]) -> None:
    people = [town.people[one.key] for one in town.city.residents]
    papers = _papers(town, call)
    for place, one in enumerate(found["drafts"]):
        person = town.people.get(one.get("person", "")) or people[place]
        with clock.stopped(town.at(-3 + place, 17)):
            made = _write(town, call, one, person, found["answers"], place)
            if one["asked"]:
                _join(town, made, dict(list(papers.items())[:2]), person)


def _write(
    town: Town, call: Call, one: dict[str, Any], person: User, answers: Any, place: int
) -> Application:
    """An application with all that its material says."""
    made = begin_application(call=call, title=one["title"], holder=one["holder"], person=person)
    if not isinstance(made, Application):
        raise TypeError(str(made))
    made.call = call
    zone = town.zones.get(one.get("zone", ""))
    _save(
        made,
        "porteur",
        {
            "title": one["title"],
            "summary": one["summary"],
            "zone": str(zone.pk) if zone is not None else "",
            "holder": one["holder"],
            "holder_kind": "group" if "Collectif" in one["holder"] else "association",
            "identifier": f"W{730000000 + 4271 * place + 118}" if one["summary"] else "",
            "address": f"{3 + 2 * place} rue des Lilas" if one["summary"] else "",
            "contact": person.full_name or person.display_name,
            "phone": "",
        },
        person,
    )
    if one["summary"]:
        _save(made, "budget", _budget(one), person)
        said = {name: texts[place % len(texts)] for name, texts in answers.items()}
        said["lieu"] = _point(zone, place)
        said["publics"] = [("tous",), ("enfants",), ("aines",)][place % 3]
        for code, names in _SECTIONS.items():
            kept = {name: said[name] for name in names if one["asked"] or name == "besoin"}
            kept = {name: answer for name, answer in kept.items() if answer}
            if kept:
                _save(made, code, {"answers": _plain(kept), "pending": {}}, person)
    return made


def _point(zone: Zone | None, place: int) -> dict[str, Any] | None:
    """Somewhere in the neighbourhood, never twice the same spot."""
    if zone is None or zone.geometry is None:
        return None
    middle = zone.geometry.centroid
    lon = round(middle.x + 0.0006 * (place % 5 - 2), 6)
    lat = round(middle.y + 0.0004 * (place % 7 - 3), 6)
    return {"label": zone.name, "lat": lat, "lon": lon}


_SECTIONS = {
    "q-projet": ("besoin", "actions", "publics", "lieu"),
    "q-moyens": ("equipe", "partenaires"),
    "q-suites": ("effets", "apres"),
}


def _plain(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: list(one) if isinstance(one, tuple) else one for name, one in kept.items()}


def _save(made: Application, section: str, data: dict[str, Any], person: User) -> None:
    done = save_part(application=made, section=section, data=data, version=99, person=person)
    if not hasattr(done, "version"):
        raise TypeError(str(done))


def _budget(one: dict[str, Any]) -> dict[str, Any]:
    """Own funds fill what is not asked, so that both sides are equal."""
    cost = sum(amount for _label, amount in one["costs"])
    own = cost - one["asked"]
    half = own // 2
    return {
        "expenses": [[label, str(amount)] for label, amount in one["costs"]],
        "incomes": [
            ["Cotisations et dons", str(own - half), "own"],
            ["Ventes et fêtes", str(half), "other"],
        ],
        "asked": str(one["asked"]) if one["asked"] else "",
        "note": "",
    }


def _papers(town: Town, call: Call) -> dict[int, bytes]:
    """One paper for each document that is required."""
    return {
        kind.pk: compile_pdf(_LAYOUT, {"title": kind.title, "city": town.site.name})
        for kind in kinds_of(call)
        if kind.is_required
    }


def _join(town: Town, made: Application, papers: dict[int, bytes], person: User) -> None:
    for kind in kinds_of(made.call):
        if kind.pk in papers:
            refusal = put_piece(
                application=made,
                kind=kind,
                upload=SimpleUploadedFile(f"{slug(kind.title)}.pdf", papers[kind.pk]),
                expires_on=town.on(200).isoformat() if kind.expires else None,
                person=person,
            )
            if refusal is not None:
                raise TypeError(str(refusal))
