"""What proves that somebody may vote, without saying more about them than the vote needs."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from preau.tenancy.models import SiteOwned


def new_key() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


class Electorate(SiteOwned):
    """Who may vote in a step: the key under which all that names them is hashed, whom to call."""

    step = models.OneToOneField("processes.Step", models.CASCADE, related_name="electorate")
    key = models.CharField(max_length=64, default=new_key, editable=False)
    #: Where one votes on paper or shows a document, in one line; said by each refusal.
    place = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"electorate of step {self.step_id}"


class Proof(SiteOwned):
    """Something that one elector of a step has proved; what it names never serves two.

    ``elector`` is a random id: that of the account, or of a guest. ``key`` is the keyed hash of
    what was shown (number, code, person), empty for what many can share.
    """

    step = models.ForeignKey("processes.Step", models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64, blank=True)
    elector = models.UUIDField()
    account = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Where the elector votes, when the proof says it.
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "step", "kind", "key"],
                condition=~Q(key=""),
                name="one_elector_per_proof",
            ),
            models.UniqueConstraint(
                fields=["site", "step", "kind", "elector"], name="one_proof_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "step", "account"], name="proof_of_account"),
            models.Index(fields=["site", "step", "elector"], name="proof_of_elector"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of step {self.step_id}"
