"""The register as a tagged PDF: every observation in order, as everyone reads it."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, hour

from ..models import Inquiry, Observation
from ..queries import as_shown, root_of

#: What stands in place of a masked span: papers draw no block, and a voice reads words.
_MASKED = re.compile("█+")
#: Observations of one volume; a larger register has several.
VOLUME = 2000


def volumes(inquiry: Inquiry) -> int:
    """How many volumes the register takes; an empty one takes one."""
    total = Observation.objects.filter(inquiry=inquiry, is_late=False).count()
    return max(1, -(-total // VOLUME))


def register_pdf(inquiry: Inquiry, volume: int = 1) -> bytes:
    """One volume of the register."""
    first = (volume - 1) * VOLUME
    found = Observation.objects.filter(inquiry=inquiry, is_late=False, number__gt=first)
    shown = as_shown(list(found.order_by("number")[:VOLUME]))
    root = root_of(inquiry)
    facts = {
        "city": current_site().name,
        "title": inquiry.step.process.title,
        "procedure": inquiry.profile.name,
        "heading": _("Registre des observations"),
        "root": f"{_('Empreinte du registre')} {root.hash}" if root else "",
        "empty": _("Le public n’a formulé aucune observation."),
        "observations": [
            {
                "number": one.observation.ref,
                "meta": " · ".join(
                    [
                        day(one.observation.received_at, with_year=True),
                        hour(one.observation.received_at),
                        str(one.observation.get_channel_display()),
                        one.observation.signature,
                    ]
                ),
                "text": _MASKED.sub(_("[passage masqué]"), one.observation.public_text)
                if one.observation.published_at
                else _("En cours de relecture"),
                "masks": ", ".join(one.reasons),
                "files": [joined.document.name for joined, mask in one.attachments if not mask],
                "digest": one.observation.digest,
            }
            for one in shown
        ],
    }
    return compile_pdf((Path(__file__).parent / "register.typ").read_bytes(), facts)
