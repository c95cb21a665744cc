"""Absences with their stand-ins, and the rules that send ideas to services."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Service, User
from preau.proposals.models import Theme
from preau.tenancy.models import SiteOwned
from preau.territory.models import Zone


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Those that hold on ``day``, first and last days included."""
        return self.filter(from_on__lte=day, to_on__gte=day)


class Absence(SiteOwned):
    """An agent is away; somebody else works in their services until they are back."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(User, models.CASCADE, related_name="replacements")
    from_on = models.DateField(_("Du"))
    to_on = models.DateField(_("Au"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after"),
            models.CheckConstraint(
                condition=~Q(user=F("stand_in")), name="absence_needs_another_person"
            ),
        ]
        indexes = [models.Index(fields=["site", "stand_in", "to_on"], name="absence_stand_in")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.from_on} – {self.to_on}"


class Rule(SiteOwned):
    """« Such ideas go to that service »: all that is said must fit; the first rule that fits wins."""

    order = models.PositiveSmallIntegerField()
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="+")
    zone = models.ForeignKey(Zone, models.CASCADE, null=True, blank=True, related_name="+")
    #: Words apart from one another by commas; one of them in the idea is enough.
    keywords = models.CharField(max_length=400, blank=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="rules")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.order} → {self.service_id}"


class Consulted(SiteOwned):
    """A service that a rule also asks for its opinion."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="consulted")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "rule", "service"], name="one_consultation_per_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} + {self.service_id}"
