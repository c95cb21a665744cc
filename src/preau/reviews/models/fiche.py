"""The study file of an idea: one column for each thing the services look into."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.tenancy.models import SiteOwned


class Holder(models.TextChoices):
    """Whose ground or whose power it is."""

    CITY = "city", _("La commune")
    EPCI = "epci", _("L’intercommunalité")
    DEPARTMENT = "department", _("Le département")
    REGION = "region", _("La région")
    STATE = "state", _("L’État")
    LANDLORD = "landlord", _("Un bailleur social")
    PRIVATE = "private", _("Une personne privée")
    OTHER = "other", _("Autre")


class Bearer(models.TextChoices):
    """Who pays for the upkeep, year after year."""

    CITY = "city", _("La commune")
    EPCI = "epci", _("L’intercommunalité")
    DEPARTMENT = "department", _("Le département")
    LANDLORD = "landlord", _("Un bailleur social")
    GROUP = "group", _("Une association")
    OTHER = "other", _("Autre")


class Answer3(models.TextChoices):
    YES = "yes", _("Oui")
    CHANGES = "changes", _("Oui, avec des changements")
    NO = "no", _("Non")


def _words(label: Any) -> Any:
    return models.TextField(label, blank=True, max_length=4000)


def _cents(label: Any) -> Any:
    return models.BigIntegerField(label, null=True, blank=True)


class Fiche(SiteOwned):
    """What is known of one idea in one review; each section is signed apart (``SectionMark``)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="fiches")
    step = models.ForeignKey(Step, models.CASCADE, related_name="fiches")

    land_parcel = models.CharField(_("Parcelle ou adresse"), max_length=160, blank=True)
    land_owner = models.CharField(
        _("Propriétaire du terrain"), max_length=12, choices=Holder, blank=True
    )
    land_status = _words(_("Situation du terrain (concession, bail, réseaux)"))
    land_heritage = models.BooleanField(
        _("Avis de l’architecte des bâtiments de France"), null=True
    )
    land_zoning = models.CharField(_("Zone du plan local d’urbanisme"), max_length=80, blank=True)

    power = models.CharField(_("De qui cela dépend"), max_length=12, choices=Holder, blank=True)
    power_words = _words(_("Précisions sur la compétence"))

    is_feasible = models.CharField(
        _("Réalisable techniquement"), max_length=8, choices=Answer3, blank=True
    )
    feasible_words = _words(_("Ce que l’étude montre"))
    variants = _words(_("Variantes possibles"))

    permits = _words(_("Autorisations à obtenir"))

    cost_studies_cents = _cents(_("Études"))
    cost_works_cents = _cents(_("Travaux"))
    cost_equipment_cents = _cents(_("Équipement"))
    cost_vat_cents = _cents(_("TVA"))
    cost_unforeseen_cents = _cents(_("Aléas"))

    running_cents = _cents(_("Coût de fonctionnement par an"))
    running_by = models.CharField(_("Qui le paie"), max_length=12, choices=Bearer, blank=True)
    running_words = _words(_("Ce qu’il comprend"))

    staff_days = models.PositiveSmallIntegerField(_("Jours de travail des agents"), null=True)
    staff_words = _words(_("Quels agents"))

    delay_months = models.PositiveSmallIntegerField(_("Durée en mois"), null=True)
    depends_on = _words(_("Ce qui doit être fait avant"))

    accessibility = _words(_("Accessibilité"))
    environment = _words(_("Environnement"))
    safety = _words(_("Sécurité"))
    equality = _words(_("Égalité"))

    risks = _words(_("Risques"))
    nearby_works = _words(_("Travaux prévus à proximité"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "step", "proposal"], name="one_fiche_per_step")
        ]

    def __str__(self) -> str:
        return f"fiche {self.proposal_id}"

    @property
    def total_cents(self) -> int | None:
        """Sum of the lines of the investment; None while no line is written."""
        lines = (
            self.cost_studies_cents,
            self.cost_works_cents,
            self.cost_equipment_cents,
            self.cost_vat_cents,
            self.cost_unforeseen_cents,
        )
        known = [one for one in lines if one is not None]
        return sum(known) if known else None


class SectionMark(SiteOwned):
    """Who last wrote in a section of a fiche, and who signed it. A change takes the sign away."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="marks")
    section = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160)
    #: The service under whose name it was written.
    service_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "fiche", "section"], name="one_mark_per_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.section} v{self.version}"
