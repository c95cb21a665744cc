"""The order, the notice to the public and its posters, from the rows that drive the site."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation
from pypdf import PdfReader

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf, qr_svg
from preau.ui.words import day, hour

from ..models import Capacity, Inquiry
from ..models.inquiry import CONDUCTORS
from ..procedure import delays
from ..terms import add_months, lasting_days

_HERE = Path(__file__).parent
#: Paper of each format, and how large its letters are, an A4 notice being 1.
FORMATS: Final = {"a4": ("a4", 1), "a3": ("a3", 1.4), "a2": ("a2", 2)}
#: What the law of the procedure says of the poster: its heading and its ground.
_POSTER: Final = {"title": "Avis d’enquête publique", "colour": "#FFE600"}
_WHITE: Final = "#FFFFFF"
_SCALES: Final = (1.3, 1.15, 1.0, 0.85, 0.7, 0.6, 0.5)


def dated(value: date) -> str:
    """A day as an act writes it: its year is always said."""
    return day(value, with_year=True)


def dated_hour(value: datetime) -> str:
    """« vendredi 12 juin 2026 à 18 h »."""
    return f"{dated(value)} à {hour(value)}"


def layout(name: str) -> bytes:
    """The layout of that name, below what all acts have in common."""
    return (_HERE / "frame.typ").read_bytes() + (_HERE / name).read_bytes()


def facts(inquiry: Inquiry) -> dict[str, Any]:
    """What the papers say, in French whatever the language of who asks: they are acts.

    ``print`` is the hash of all the rest: the same on a paper and on the site, as long as what the
    order says has not changed.
    """
    with translation.override("fr"):
        said = _facts(inquiry)
    kept = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return {
        **said,
        "print": hashlib.sha256(kept.encode()).hexdigest(),
        "code": qr_svg(current_site().base_url + inquiry.url("home")),
    }


def _facts(inquiry: Inquiry) -> dict[str, Any]:
    site, step, text = current_site(), inquiry.step, inquiry.profile
    if step.opens_at is None or step.closes_at is None:
        raise ValueError("an inquiry has its dates")
    url = (site.base_url + inquiry.url("home")).split("://", 1)[1]
    poster = text.rule("poster") or _POSTER
    return {
        **{name: getattr(inquiry, name) for name in _COPIED},
        **_people(inquiry),
        **_reading(inquiry, timezone.localdate(step.closes_at)),
        "city": site.name,
        "heading": poster["title"],
        "ground": poster["colour"],
        "procedure": text.name,
        "text": text.text,
        "seen": f"le {_lowered(text.text)}",
        "title": step.process.title,
        "owner": inquiry.project_owner,
        "contact": inquiry.project_contact,
        "order": inquiry.order_number,
        "order_on": dated(inquiry.order_on) if inquiry.order_on else "",
        "opens": dated_hour(step.opens_at),
        "closes": dated_hour(step.closes_at),
        "days": lasting_days(timezone.localdate(step.opens_at), timezone.localdate(step.closes_at)),
        "zone": site.time_zone,
        "places": [line for line in inquiry.places.splitlines() if line.strip()],
        "pieces": _pieces(inquiry),
        "web": inquiry.has_web_register,
        "url": url,
        "ways": _ways(inquiry, url),
        "terms": [_term(one) for one in delays(inquiry)],
    }


_COPIED = ("purpose", "decision", "authority", "seat", "email")


def _pieces(inquiry: Inquiry) -> list[str]:
    """Titles of the pieces that are in the file."""
    found = inquiry.pieces.exclude(versions=None).distinct()
    return list(found.values_list("title", flat=True))


def _people(inquiry: Inquiry) -> dict[str, Any]:
    """Who conducts the inquiry, who has a copy of the order, and when the public is received."""
    parties = list(inquiry.parties.filter(until=None))
    named = [one for one in parties if one.capacity in CONDUCTORS]
    return {
        "conductors": [f"{one.name}, {_lowered(Capacity(one.capacity).label)}" for one in named],
        "told": [one.name for one in parties if one.capacity != Capacity.AUTHORITY],
        "permanences": [
            {"when": f"{dated_hour(one.starts_at)} – {hour(one.ends_at)}", "place": one.place}
            for one in inquiry.permanences.all()
        ],
    }


def _lowered(words: Any) -> str:
    said = str(words)
    return said[:1].lower() + said[1:]


def _reading(inquiry: Inquiry, end: date) -> dict[str, str]:
    """What is read once it is over, until when, by which article."""
    publishes = inquiry.profile.rule("publishes")
    return {
        "read_what": _products(inquiry.profile.products),
        "read_until": dated(add_months(end, publishes["months"])) if publishes else "",
        "read_article": publishes["article"] if publishes else "",
    }


def _ways(inquiry: Inquiry, url: str) -> list[str]:
    """How the public takes part, each way that this inquiry opens."""
    channels = inquiry.profile.channels
    ways = [f"En ligne, à l’adresse {url}"] if inquiry.has_web_register else []
    if inquiry.email:
        ways.append(f"Par courriel, à {inquiry.email}")
    if "paper" in channels:
        ways.append("Sur le registre papier, aux lieux et heures où le dossier se consulte")
    if "post" in channels:
        ways.append(f"Par courrier, au siège de l’enquête\u00a0: {inquiry.seat}")
    if "oral" in channels and inquiry.permanences.exists():
        ways.append("De vive voix, pendant les permanences")
    return ways


def _products(products: list[str]) -> str:
    """What is read at the end, in words."""
    if "synthesis" in products:
        return "La synthèse des observations et les motifs de la décision"
    return "Le bilan" if "review" in products else "Le rapport et les conclusions"


def _term(due: Any) -> str:
    last = f", au plus tard le {dated(due.last_day)}" if due.last_day else ""
    return f"{due.term.label}{last} ({due.term.article})"


def notice_pdf(inquiry: Inquiry, size: str = "a4") -> bytes:
    """The notice to the public: ``a4`` on white, ``a3`` and ``a2`` as the poster of the procedure.

    A poster fills one sheet: its letters get smaller until it holds, its heading stays (two
    centimetres on A2, as the order of 9 September 2021 wants).
    """
    said = facts(inquiry)
    paper, larger = FORMATS[size]
    colour = _WHITE if size == "a4" else said["ground"]
    more = {"paper": paper, "size": larger, "colour": colour}
    made = b""
    for scale in _SCALES if larger > 1 else (1.0,):
        given = {**said, **more, "scale": scale}
        made = compile_pdf((_HERE / "notice.typ").read_bytes(), given)
        if len(PdfReader(io.BytesIO(made)).pages) == 1:
            break
    return made


def order_pdf(inquiry: Inquiry) -> bytes:
    """The order of opening, to be signed."""
    return compile_pdf(layout("order.typ"), {**facts(inquiry), "heading": "Arrêté d’ouverture"})


def notice_text(inquiry: Inquiry) -> str:
    """The same notice as plain words, for newspapers."""
    said = facts(inquiry)
    order = " ".join(
        part
        for part in (
            f"n°\u00a0{said['order']}" if said["order"] else "",
            f"du {said['order_on']}" if said["order_on"] else "",
        )
        if part
    )
    listed = "\u00a0; ".join
    read = f"{said['read_what']} se liront à cette adresse et en mairie jusqu’au {said['read_until']} au moins."
    lines = [
        said["heading"].upper(),
        said["title"],
        said["purpose"],
        f"Ouverte par arrêté {order}." if order else "",
        f"{said['procedure']}\u00a0: {said['text']}.",
        f"Du {said['opens']} au {said['closes']}, soit {said['days']} jours (heure légale, {said['zone']}).",
        f"Dossier\u00a0: {said['url']}",
        *said["places"],
        f"Siège de l’enquête\u00a0: {said['seat']}.",
        f"Le dossier comprend\u00a0: {listed(said['pieces'])}." if said["pieces"] else "",
        f"Observations, avec ou sans son nom\u00a0: {listed(said['ways'])}.",
        listed(said["conductors"]),
        *(f"Permanence\u00a0: {one['when']}, {one['place']}" for one in said["permanences"]),
        f"Décision au terme de la procédure\u00a0: {said['decision']}" if said["decision"] else "",
        f"Responsable du projet\u00a0: {said['owner']}. {said['contact']}".strip(),
        read if said["read_until"] else "",
        f"Empreinte des informations\u00a0: {said['print']}",
    ]
    return "\n".join(line for line in lines if line) + "\n"
