"""The order, the notice to the public and its yellow poster, from the rows that drive the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf, qr_svg
from preau.ui.words import day, hour, moment

from ..models import Capacity, Inquiry
from ..models.inquiry import CONDUCTORS
from ..terms import add_months, lasting_days

_HERE = Path(__file__).parent


def facts(inquiry: Inquiry) -> dict[str, Any]:
    """What the papers say, in French whatever the language of who asks: they are acts."""
    with translation.override("fr"):
        return _facts(inquiry)


def _facts(inquiry: Inquiry) -> dict[str, Any]:
    site, step, text = current_site(), inquiry.step, inquiry.profile
    if step.opens_at is None or step.closes_at is None:
        raise ValueError("an inquiry has its dates")
    url = site.base_url + inquiry.url("home")
    publishes = text.rule("publishes")
    end = timezone.localdate(step.closes_at)
    conductors = [one for one in inquiry.parties.filter(until=None) if one.capacity in CONDUCTORS]
    return {
        "city": site.name,
        "procedure": text.name,
        "text": text.text,
        "title": step.process.title,
        "purpose": inquiry.purpose,
        "authority": inquiry.authority,
        "owner": inquiry.project_owner,
        "contact": inquiry.project_contact,
        "order": inquiry.order_number,
        "order_on": day(inquiry.order_on) if inquiry.order_on else "",
        "opens": moment(step.opens_at),
        "closes": moment(step.closes_at),
        "days": lasting_days(timezone.localdate(step.opens_at), end),
        "zone": site.time_zone,
        "seat": inquiry.seat,
        "places": [line for line in inquiry.places.splitlines() if line.strip()],
        "conductors": [_titled(one.name, one.capacity) for one in conductors],
        "permanences": [
            {"when": f"{moment(one.starts_at)} – {hour(one.ends_at)}", "place": one.place}
            for one in inquiry.permanences.all()
        ],
        "email": inquiry.email,
        "web": inquiry.has_web_register,
        "url": url.removeprefix("https://").removeprefix("http://"),
        "code": qr_svg(url),
        "read_until": day(add_months(end, publishes["months"])) if publishes else "",
        "read_article": publishes["article"] if publishes else "",
        "articles": [f"{one.label} ({one.article})" for one in text.terms],
    }


def _titled(name: str, capacity: str) -> str:
    return f"{name}, {Capacity(capacity).label}"


def notice_pdf(inquiry: Inquiry) -> bytes:
    """The notice to the public, A4."""
    return compile_pdf((_HERE / "notice.typ").read_bytes(), {**facts(inquiry), "poster": False})


def poster_pdf(inquiry: Inquiry) -> bytes:
    """The same words on a yellow A2 poster, its heading more than two centimetres high."""
    return compile_pdf((_HERE / "notice.typ").read_bytes(), {**facts(inquiry), "poster": True})


def order_pdf(inquiry: Inquiry) -> bytes:
    """The draft of the order of opening, to be signed."""
    return compile_pdf((_HERE / "order.typ").read_bytes(), facts(inquiry))
