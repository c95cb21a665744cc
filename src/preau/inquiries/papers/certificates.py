"""Certificates: what was posted, what was published, the paper register, the closing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from django.db.models import Count
from django.utils import translation

from preau.ui.pdf import compile_pdf
from preau.ui.words import hour

from ..models import Act, Attachment, Capacity, Channel, Inquiry, Link, Mask
from ..outages import outages_of
from ..policies import parties_of
from ..procedure import delays
from ..queries import figures, root_of
from .notice import dated, dated_hour, facts, layout

#: Sheets of a paper register.
SHEETS: Final = 20
_PUBLICITY: Final = (
    Act.Kind.ORDER,
    Act.Kind.NOTICE,
    Act.Kind.RECALL,
    Act.Kind.PRESS,
    Act.Kind.POSTING,
)


def posting_places(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Who certifies a posting, and where: the seat, each town hall, the project owner on the ground."""
    halls = [one.name for one in parties_of(inquiry) if one.capacity == Capacity.TOWN_HALL]
    here = (
        [] if any(name in inquiry.seat for name in halls) else [(inquiry.authority, inquiry.seat)]
    )
    return [
        *here,
        *((name, name) for name in halls),
        (inquiry.project_owner, "sur les lieux du projet"),
    ]


def register_places(inquiry: Inquiry) -> list[str]:
    """Where a paper register is held: each place of the order, or the seat."""
    return [line for line in inquiry.places.splitlines() if line.strip()] or [inquiry.seat]


def posting_pdf(inquiry: Inquiry, place: int = 0) -> bytes:
    """The certificate of posting of one town hall, or of the project owner, to be signed."""
    signs, where = posting_places(inquiry)[place]
    with translation.override("fr"):
        due = next((one for one in delays(inquiry) if one.term.code == "notice"), None)
        more = {
            "heading": "Certificat d’affichage",
            "signs": signs,
            "where": where if where.startswith("sur ") else f"à {where}",
            "notice_by": dated(due.last_day) if due and due.last_day else "",
            "notice_article": due.term.article if due else "",
        }
    return compile_pdf(layout("posting.typ"), {**facts(inquiry), **more})


def publication_pdf(inquiry: Inquiry) -> bytes:
    """The certificate of publication, with the line of the journal that tells each act."""
    with translation.override("fr"):
        online, root = inquiry.step.process.published_at, root_of(inquiry)
        more = {
            "heading": "Certificat de publication",
            "online": dated_hour(online) if online else "",
            "published": _published(inquiry),
            "root": root.hash if root else "",
            "lines": root.place if root else 0,
        }
    return compile_pdf(layout("publication.typ"), {**facts(inquiry), **more})


def _published(inquiry: Inquiry) -> list[dict[str, Any]]:
    told = []
    for link in Link.objects.filter(inquiry=inquiry, kind="act", ref__in=_PUBLICITY):
        said = json.loads(link.content)
        document = f" (document\u00a0: {said['document']})" if said["document"] else ""
        label = Act.Kind(link.ref).label
        title = f"{label}\u00a0: {said['title']}" if said["title"] != label else str(label)
        told.append(
            {
                "day": dated(date.fromisoformat(said["done_on"])),
                "title": f"{title}{document}",
                "hash": link.hash,
                "line": link.place,
            }
        )
    return told


def book_pdf(inquiry: Inquiry, place: int = 0) -> bytes:
    """The paper register of one place: its cover, opening and closing, then numbered sheets."""
    more = {
        "heading": "Registre d’enquête",
        "where": register_places(inquiry)[place],
        "pages": SHEETS,
    }
    return compile_pdf(layout("book.typ"), {**facts(inquiry), **more})


def closing_pdf(inquiry: Inquiry) -> bytes:
    """The minutes of closing: what the register holds, and the hash that vouches for it."""
    with translation.override("fr"):
        more = {"heading": "Procès-verbal de clôture du registre", **register_facts(inquiry)}
    return compile_pdf(layout("closing.typ"), {**facts(inquiry), **more})


def register_facts(inquiry: Inquiry) -> dict[str, Any]:
    """What the register holds, when the public was received, outages, and the last line."""
    counted, root, names = figures(inquiry), root_of(inquiry), dict(Channel.choices)
    joined = Attachment.objects.filter(observation__inquiry=inquiry).count()
    masks = Mask.objects.filter(observation__inquiry=inquiry).values_list("reason")
    hidden = masks.annotate(n=Count("pk")).order_by("reason")
    return {
        "total": counted.total,
        "counts": [
            *([str(names[code]), str(n)] for code, n in counted.channels),
            ["Ensemble", str(counted.total)],
        ],
        "told": [
            f"Textes différents\u00a0: {counted.distinct}",
            f"Documents joints\u00a0: {joined}",
            f"Arrivées hors délai, gardées à part\u00a0: {counted.late}",
        ],
        "masks": [f"{Mask.Reason(code).label} ({n})" for code, n in hidden],
        "held": [
            f"{dated_hour(one.starts_at)} – {hour(one.ends_at)}, {one.place}\u00a0: "
            + ("fréquentation non notée" if one.visitors is None else f"{one.visitors} reçus")
            for one in inquiry.permanences.all()
        ],
        "outages": [
            f"du {dated_hour(one.start)} au {dated_hour(one.end)}" for one in outages_of(inquiry)
        ],
        "sealed": dated_hour(inquiry.sealed_at) if inquiry.sealed_at else "",
        "root": root.hash if root else "",
        "lines": root.place if root else 0,
    }
