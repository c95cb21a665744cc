"""Where a proposal stands, and where it comes from, in the words of everyone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Public words for where a proposal stands."""

    SUBMITTED = "submitted", _("Déposée")
    CHECKING = "checking", _("En vérification")
    REVIEW = "review", _("En analyse")
    PRECISION = "precision", _("Précisions demandées")
    RETAINED = "retained", _("Retenue pour le vote")
    REFUSED = "refused", _("Non retenue")
    MERGED = "merged", _("Regroupée")
    SPLIT = "split", _("Scindée")
    HANDED = "handed", _("Transmise")
    NOT_ELECTED = "not_elected", _("Non lauréate")
    ELECTED = "elected", _("Lauréate")
    STUDY = "study", _("En étude")
    WORKS = "works", _("En travaux")
    DONE = "done", _("Réalisée")
    DROPPED = "dropped", _("Abandonnée")


class Origin(models.TextChoices):
    """How an idea reached the site."""

    ONLINE = "online", _("Sur le site")
    PAPER = "paper", _("Sur papier")
    WORKSHOP = "workshop", _("En atelier ou en réunion")
    IMPORT = "import", _("Dans un autre outil")
