"""The author's kit: an A4 poster with tear-off strips, for any black and white printer."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import segno
import typst
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.tenancy.scope import current_site

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
    with tempfile.TemporaryDirectory(prefix="preau-poster-") as folder:
        root = Path(folder)
        (root / "poster.typ").write_bytes(_SOURCE.read_bytes())
        (root / "said.json").write_text(json.dumps(said), encoding="utf-8")
        (root / "code.svg").write_bytes(code.getvalue())
        made = typst.compile(
            str(root / "poster.typ"), root=str(root), timestamp=int(clock.now().timestamp())
        )
    if not isinstance(made, bytes):
        raise TypeError("the compiler answered several files")
    return made
