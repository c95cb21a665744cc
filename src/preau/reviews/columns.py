"""What a review adds to the export of proposals: the decision in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from preau.proposals.desk.exports import ExportColumns
from preau.proposals.models import Proposal

from .answers import headline_of
from .models import Decision


def heads() -> list[str]:
    return [
        _("Décision"),
        _("Motif"),
        _("Article"),
        _("Réponse publique"),
        _("Décidée le"),
        _("Signature"),
        _("Transmise à"),
        _("Contact de cette collectivité"),
    ]


def load(proposals: Sequence[Proposal]) -> dict[int, list[Any]]:
    """Cells of the decisions in force for these proposals, in one statement."""
    decisions = (
        Decision.objects.current()
        .filter(proposal__in=[one.pk for one in proposals])
        .select_related("motive", "merged_into")
    )
    return {one.proposal_id: _cells(one) for one in decisions}


def _cells(one: Decision) -> list[Any]:
    words = [headline_of(one), one.reason, one.words, one.remedy]
    return [
        one.get_verdict_display(),
        one.motive.label if one.motive else "",
        one.motive.article if one.motive else "",
        " ".join(part for part in words if part),
        timezone.localtime(one.at).strftime("%d/%m/%Y"),
        one.signed_by,
        one.handed_to,
        one.handed_contact,
    ]


DECISION_COLUMNS = ExportColumns(heads=heads, load=load)
