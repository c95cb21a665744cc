"""The author's kit: an A4 poster with tear-off strips, for any black and white printer."""

from __future__ import annotations

import io
import json
from pathlib import Path

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf

from .models import Proposal

_SOURCE = Path(__file__).parent / "poster.typ"
STRIPS = 8


def poster_pdf(proposal: Proposal) -> bytes:
    """The poster of ``proposal`` as a tagged PDF: city, number, title, place, QR, strips."""
    site = current_site()
    address = reverse("proposals:proposal_by_number", args=[proposal.process.slug, proposal.number])
    url = site.base_url + address
    zone = proposal.zone.name if proposal.zone else _("Toute la commune")
    said = {
        "city": site.name,
        "process": proposal.process.title,
        "number": _("n° %(number)s") % {"number": proposal.number},
        "title": proposal.title,
        "place": ", ".join(part for part in (zone, proposal.place) if part),
        "call": _("Lisez cette idée, suivez-la, parlez-en autour de vous."),
        "url": url.removeprefix("https://").removeprefix("http://"),
        "strips": str(STRIPS),
    }
    code = io.BytesIO()
    segno.make(url, error="m").save(code, kind="svg", border=0, scale=10)
    files = {"said.json": json.dumps(said).encode(), "code.svg": code.getvalue()}
    return compile_pdf(_SOURCE.read_bytes(), {}, files)
