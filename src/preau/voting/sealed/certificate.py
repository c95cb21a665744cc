"""The certificate that the voters of an election were forgotten, as a tagged PDF."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, hour, is_english, number

from ..models import Forgetting


def certificate_pdf(done: Forgetting) -> bytes:
    """What was erased, when, how many lines stay without a name, and what it does not reach."""
    layout = (Path(__file__).parent / "typst" / "forgetting.typ").read_bytes()
    step = done.election.step
    facts = {
        "lang": "en" if is_english() else "fr",
        "heading": _("Certificat d’effacement"),
        "site": current_site().name,
        "process": f"{step.process.title} · {step.title}",
        "said": _(
            "Le délai de recours est écoulé. La clé qui permettait de retrouver une personne sur "
            "la liste d’émargement a été remplacée au hasard, les heures ont été effacées, et ce "
            "qui prouvait l’identité des votants pour ce vote a été supprimé."
        ),
        "facts": [
            [_("Effacé le"), f"{day(done.at, with_year=True)}, {hour(done.at)}"],
            [_("Délai de recours, en jours"), number(done.appeal_days)],
            *[
                [label, number(done.figures[key])]
                for key, label in _labels()
                if key in done.figures
            ],
        ],
        "limits": _(
            "Les bulletins, les reçus et le nombre de votants restent publics. Les sauvegardes "
            "faites avant cette date ne sont pas atteintes : elles se détruisent à part."
        ),
    }
    return compile_pdf(layout, facts)


def _labels() -> list[tuple[str, str]]:
    return [
        ("roll_lines", _("Lignes d’émargement gardées sans nom")),
        ("proofs", _("Preuves d’identité supprimées")),
        ("receipt_mails", _("Messages de reçu supprimés")),
        ("imported_lines", _("Lignes de liste importée supprimées")),
        ("codes", _("Codes de vote supprimés")),
        ("members", _("Membres de groupe supprimés")),
        ("codes", _("Codes sur papier supprimés")),
    ]
