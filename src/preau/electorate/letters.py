"""The letters of a batch as one PDF: address, code, how to vote, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.processes.models import Step
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf, qr_svg
from preau.ui.words import moment

from .codes import Letter
from .help import whom_to_call

_LAYOUT = Path(__file__).parent / "typst" / "letters.typ"


def letters_pdf(step: Step, letters: Sequence[Letter]) -> bytes:
    """One page for each letter. The scanned address holds no code: addresses end up in logs."""
    site, process = current_site(), step.process
    url = site.base_url + reverse("public:process", args=[process.slug])
    facts = {
        "lang": get_language() or "fr",
        "title": _("Codes pour voter, %(process)s") % {"process": process.title},
        "site": site.name,
        "process": process.title,
        "heading": _("Votre code pour voter"),
        "words": _words(step),
        "code_label": _("Votre code personnel"),
        "address_label": _("Pour voter, scannez ce carré ou tapez cette adresse"),
        "url": url.split("://", 1)[-1],
        "qr": qr_svg(url),
        "rules": [
            _("Ce code vaut une voix. Il ne sert qu’à une personne\u00a0: ne le donnez pas."),
            _("Votre nom n’est jamais rangé avec vos choix."),
            _("Lettre perdue\u00a0? Un nouveau code annule celui-ci."),
        ],
        "number_label": _("Lettre n°"),
        "help": whom_to_call(step),
        "letters": [
            {"name": one.name, "code": one.code, "address": list(one.recipient.address)}
            for one in letters
        ],
    }
    return compile_pdf(_LAYOUT.read_bytes(), facts)


def _words(step: Step) -> list[str]:
    said = [_("Vous pouvez voter en ligne, sans créer de compte.")]
    if step.opens_at and step.closes_at:
        said.append(
            _("Le vote ouvre le %(opening)s et se termine le %(closing)s.")
            % {"opening": moment(step.opens_at), "closing": moment(step.closes_at)}
        )
    return said
