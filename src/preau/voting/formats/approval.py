"""Approval: as many options as one likes, between the two limits of the rule."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Contest
from .chosen import Chosen


class Approval(Chosen):
    code = "approval"
    label = gettext_lazy("Approbation, sans ordre")

    def advice(self, contest: Contest) -> list[str]:
        least, most = contest.min_choices, contest.max_choices
        if most is None:
            said = _("Choisissez tout ce que vous approuvez, sans ordre.")
        elif least > 1:
            figures = {"least": least, "most": most}
            said = _("Faites de %(least)s à %(most)s choix, sans ordre.") % figures
        elif most == 1:
            said = _("Faites un seul choix.")
        else:
            said = _("Faites jusqu’à %(most)s choix, sans ordre.") % {"most": most}
        return [said, _("Chaque choix reçoit une voix.")]
