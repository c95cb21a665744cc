"""What proves that somebody may vote, without saying more about them than the vote needs."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

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


class Batch(SiteOwned):
    """Codes made together: letters printed at once, or a list that came from elsewhere."""

    electorate = models.ForeignKey(Electorate, models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "electorate", "number"], name="one_batch_number"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Code(SiteOwned):
    """The right to one voice, on paper: only the keyed hash of what is printed is held."""

    electorate = models.ForeignKey(Electorate, models.CASCADE, related_name="codes")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="codes")
    #: Printed on the letter, so that it can be named without its code.
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "electorate", "digest"], name="one_row_per_code"
            ),
            models.UniqueConstraint(fields=["site", "batch", "number"], name="one_letter_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """« 2-0042 »: the letter, as a person at the desk reads it."""
        return f"{self.batch.number}-{self.number:04d}"


class Try(SiteOwned):
    """Something tried that has a limit (a code guessed, a message asked), kept a day."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "what", "who", "at"], name="try_count"),
            models.Index(fields=["site", "at"], name="try_age"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


class PhoneCode(SiteOwned):
    """A one-time code sent to a number, both hashed, that proves who holds the phone."""

    LIFETIME = timedelta(minutes=10)
    MOST_ATTEMPTS = 5

    number_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "number_hash", "created_at"], name="phone_code_lookup"),
            models.Index(fields=["site", "created_at"], name="phone_code_age"),
        ]

    def __str__(self) -> str:
        return f"phone code of {self.created_at}"

    def is_live(self, at: datetime) -> bool:
        return (
            self.used_at is None
            and self.attempts < self.MOST_ATTEMPTS
            and at < self.created_at + self.LIFETIME
        )


class RollLine(SiteOwned):
    """A person of the imported list: hashes of name and birth date, and where they vote."""

    electorate = models.ForeignKey(Electorate, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=64)
    #: The same under the name used every day, when the list gives it.
    usage_key = models.CharField(max_length=64, blank=True)
    zone = models.ForeignKey(
        "territory.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "electorate", "key"], name="one_roll_line_per_person"
            )
        ]
        indexes = [models.Index(fields=["site", "electorate", "usage_key"], name="roll_usage")]

    def __str__(self) -> str:
        return f"roll line {self.pk}"


class Member(SiteOwned):
    """An address of the group that may vote, hashed."""

    electorate = models.ForeignKey(Electorate, models.CASCADE, related_name="members")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "electorate", "key"], name="one_member_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
