"""The public inquiries of a city: one open, one over with its report, one asked again."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

import preau.demo.content
from preau.accounts.models import User
from preau.blueprints import enquete_publique
from preau.blueprints.enquete_publique import Plan, Who
from preau.inquiries import complement
from preau.inquiries.chain import hold_chain
from preau.inquiries.commission import Cut, add_theme, mask_passage, write_point
from preau.inquiries.deposits import Written, add_to_register
from preau.inquiries.documents import keep_bytes
from preau.inquiries.dossier import add_version
from preau.inquiries.models import Capacity, Channel, Inquiry, Observation, Theme
from preau.inquiries.people import add_permanence, declare_independent, report_permanence
from preau.inquiries.procedure import Told, publish_act, record_act
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.kernel.text import slug
from preau.processes.models import Process
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
#parbreak()
#f.text
"""


def material(city: str) -> dict[str, Any] | None:
    """The inquiries of a city; None where there are none."""
    path = FOLDER / city / "inquiries.json"
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.exists() else None
    return found


def missing_inquiries(city: str) -> list[dict[str, Any]]:
    """Those that the current site does not have yet."""
    found = material(city)
    if found is None:
        return []
    known = set(Process.objects.values_list("slug", flat=True))
    return [one for one in found["inquiries"] if slug(one["title"]) not in known]


@transaction.atomic
def write_inquiry(town: Town, one: dict[str, Any]) -> Process:
    """An inquiry through its blueprint, then its file, its register and its acts, day by day."""
    with past_mail():
        return _write(town, one)


def _write(town: Town, one: dict[str, Any]) -> Process:
    found = material(town.city.key)
    if found is None:
        raise LookupError(f"{town.city.key} has no inquiry")
    judge = _commissioner(found["commissioner"])
    with clock.stopped(town.at(one["order_in"] - 2, 9)):
        process = _create(town, one, judge)
    process.created_at = town.at(one["order_in"] - 2, 9)
    process.save(update_fields=["created_at"])
    inquiry = Inquiry.objects.select_related("step__process").get(step__process=process)
    lines = found["observations"]
    _live(town, inquiry, one, lines[one["key"]], judge)
    _write_closing(town, inquiry, one, judge)
    if "complement" in one:
        made = _complete(town, inquiry, one["complement"])
        _live(town, made, one["complement"], lines[f"{one['key']}-complement"], judge)
    return process


def _live(
    town: Town, inquiry: Inquiry, one: dict[str, Any], lines: list[list[Any]], judge: User
) -> None:
    """From the day before the order to the last observation of its register."""
    with clock.stopped(town.at(one["order_in"] - 1, 10)):
        for party in inquiry.parties.filter(user=judge):
            party.inquiry = inquiry
            declare_independent(party=party, actor=judge)
        _write_file(town, inquiry, one)
        permanences = [
            add_permanence(
                inquiry=inquiry,
                place=inquiry.seat,
                starts_at=town.at(day, start),
                ends_at=town.at(day, end),
                actor=town.owner,
            )
            for day, start, end in one["permanences"]
        ]
    _write_acts(town, inquiry, one)
    with clock.stopped(town.at(one["opens_in"], 9)):
        told = Told("recall", town.on(one["opens_in"]), "Rappel de l’avis dans deux journaux")
        record_act(inquiry=inquiry, told=told, actor=town.owner)
    _write_register(town, inquiry, lines, one, judge)
    for permanence, visitors in zip(permanences, one["visitors"], strict=False):
        permanence.inquiry = inquiry
        report_permanence(
            permanence=permanence, visitors=visitors, account="Permanence calme.", actor=judge
        )


def _complete(town: Town, inquiry: Inquiry, said: dict[str, Any]) -> Inquiry:
    """The project changed after the conclusions: an inquiry of its own on what changes."""
    plan = complement.Plan(
        changes=said["changes"],
        opens_at=town.at(said["opens_in"], 9),
        closes_at=town.at(said["closes_in"], 17),
        order_number=said["order"],
        order_on=town.on(said["order_in"]),
        notice_on=town.on(said["notice_in"]),
    )
    with clock.stopped(town.at(said["order_in"] - 2, 9)):
        return complement.complete(inquiry=inquiry, plan=plan, actor=town.owner)


def _commissioner(said: dict[str, str]) -> User:
    judge, _made = User.objects.get_or_create(
        email=said["email"],
        defaults={
            "first_name": said["first_name"],
            "last_name": said["last_name"],
            "public_name": f"{said['first_name']} {said['last_name']}",
            "email_verified_at": clock.now(),
            "demo_persona": said["persona"],
        },
    )
    return judge


def _create(town: Town, one: dict[str, Any], judge: User) -> Process:
    name = judge.full_name
    return enquete_publique.create(
        title=one["title"],
        slug=slug(one["title"]),
        actor=town.owner,
        opens_at=town.at(one["opens_in"], 9),
        closes_at=town.at(one["closes_in"], 17),
        plan=Plan(
            profile=one["profile"],
            order_number=one["order"],
            order_on=town.on(one["order_in"]),
            notice_on=town.on(one["notice_in"]),
            people=(
                Who(Capacity.AUTHORITY, one["authority"]),
                Who(Capacity.PROJECT_OWNER, one["project_owner"]),
                Who(Capacity.COMMISSIONER, name, user=judge),
                Who(Capacity.COURT, "Tribunal administratif"),
            ),
            **{key: one[key] for key in _COPIED},
        ),
        summary=one["summary"],
        presentation=one["presentation"],
        contact_name=town.owner.full_name,
        contact_email=town.city.contact_email,
    )


_COPIED = (
    "purpose",
    "authority",
    "project_owner",
    "project_contact",
    "seat",
    "places",
    "email",
    "answers",
)


def _paper(town: Town, title: str, text: str) -> bytes:
    return compile_pdf(_LAYOUT, {"title": title, "text": text, "city": town.site.name})


def _write_file(town: Town, inquiry: Inquiry, one: dict[str, Any]) -> None:
    pieces = {piece.code: piece for piece in inquiry.pieces.all()}
    for code, title, text in one["pieces"]:
        body = _paper(town, title, text)
        upload = ContentFile(body, name=f"{slug(title)}.pdf")
        piece = pieces[code]
        piece.inquiry = inquiry
        done = add_version(piece=piece, upload=upload, alternative=text, actor=town.owner)
        if isinstance(done, Refusal):
            raise TypeError(str(done))


def _write_acts(town: Town, inquiry: Inquiry, one: dict[str, Any]) -> None:
    for kind, days, title in (
        ("order", one["order_in"], f"Arrêté n°\u00a0{one['order']}"),
        ("notice", one["notice_in"], "Avis au public"),
        ("posting", one["notice_in"], "Certificat d’affichage"),
    ):
        with clock.stopped(town.at(days, 11)):
            told = Told(kind, town.on(days), title)
            record_act(inquiry=inquiry, told=told, actor=town.owner)


def _write_register(
    town: Town, inquiry: Inquiry, lines: list[list[Any]], one: dict[str, Any], judge: User
) -> None:
    """Lines say a channel, words, a position and a theme; some a place on the map."""
    first, last = town.at(one["opens_in"], 9), min(town.at(0, 8), town.at(one["closes_in"], 16))
    letters = [["web", one["letter"], "against", "Pré aux Oies"]] * one["letters"]
    both = [*lines[:6], *letters, *lines[6:]]
    span = (last - first) / (len(both) + 1)
    themes: dict[str, Theme] = {}
    for place, (channel, text, position, title, *where) in enumerate(both, start=1):
        at = first + span * place
        parcel, latitude, longitude = where or ("", None, None)
        with clock.stopped(at):
            signed = f" Signé par la famille du n°\u00a0{place}." if text == one["letter"] else ""
            made = add_to_register(
                chain=hold_chain(inquiry),
                written=Written(
                    text + signed,
                    position=position,
                    parcel=parcel,
                    latitude=latitude,
                    longitude=longitude,
                ),
                channel=Channel(channel),
                received_at=at,
                actor=judge if channel != "web" else None,
            )
            _study(inquiry, made, title, themes, judge)


def _study(
    inquiry: Inquiry, made: Observation, title: str, themes: dict[str, Theme], judge: User
) -> None:
    """The commissioner keeps up: one point per observation, and the telephone is masked."""
    if title not in themes:
        found = add_theme(inquiry=inquiry, title=title, actor=judge)
        if isinstance(found, Refusal):
            raise TypeError(str(found))
        themes[title] = found
    write_point(observation=made, cut=Cut(made.text[:160], themes[title]), actor=judge)
    for passage in ("Monsieur Bertin, téléphone 06 00 11 22 33",):
        if passage in made.text:
            with clock.stopped(clock.now() + timedelta(minutes=5)):
                mask_passage(observation=made, passage=passage, reason="private", actor=judge)


def _write_closing(town: Town, inquiry: Inquiry, one: dict[str, Any], judge: User) -> None:
    """What is written once the register is closed, and the day when everyone reads it."""
    written = []
    for said in one.get("written", []):
        title, text = said["title"], said["text"]
        with clock.stopped(town.at(said["days"], 10)):
            document = keep_bytes(
                body=_paper(town, title, text), name=f"{slug(title)}.pdf", kind="application/pdf"
            )
            told = Told(said["kind"], town.on(said["days"]), title, text, document)
            actor = town.owner if said["kind"] == "reply" else judge
            written.append(record_act(inquiry=inquiry, told=told, actor=actor))
    for act in written:
        with clock.stopped(town.at(one["published"], 10)):
            act.inquiry = inquiry
            publish_act(act=act, actor=town.owner)
    if "decision" in one:
        with clock.stopped(town.at(one["decision_in"], 10)):
            day = town.on(one["decision_in"])
            told = Told("decision", day, "Suites données", one["decision"])
            record_act(inquiry=inquiry, told=told, actor=town.owner)
