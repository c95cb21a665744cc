"""People of a site, services of the city, memberships, sessions and one-time codes."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.kernel.text import sort_key
from preau.tenancy.models import SiteOwned


def years_between(born: date | None, day: date) -> int | None:
    """Age on ``day`` in whole years; None when the birth date is unknown."""
    if born is None:
        return None
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(SiteOwned, AbstractBaseUser):
    """A person known to one site: resident, agent, or both. The city is the controller."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    email = models.EmailField(_("Adresse e-mail"))
    email_verified_at = models.DateTimeField(null=True, blank=True)
    #: What everyone sees beside a contribution; chosen apart from identity.
    public_name = models.CharField(_("Nom public"), max_length=60, blank=True)
    first_name = models.CharField(_("Prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("Nom"), max_length=60, blank=True)
    birth_date = models.DateField(_("Date de naissance"), null=True, blank=True)
    zone = models.ForeignKey(
        "territory.Zone", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    #: Only offered as a one-click persona where the demo mode is on.
    demo_persona = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "email"], name="one_account_per_email")
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come

    @property
    def display_name(self) -> str:
        """Public name; else first name and initial; else a neutral word."""
        if self.public_name:
            return self.public_name
        if self.first_name:
            initial = f" {self.last_name[0]}." if self.last_name else ""
            return f"{self.first_name}{initial}"
        return str(_("Une personne"))

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.display_name

    def age_on(self, day: date) -> int | None:
        """Whole years on ``day``; None when the birth date is unknown."""
        return years_between(self.birth_date, day)

    @cached_property
    def roles(self) -> list[Membership]:
        """All memberships of this person, read once per request."""
        return list(self.memberships.all())

    @property
    def is_agent(self) -> bool:
        """Works in the back office, in whatever role."""
        return bool(self.roles)


class Guest(AnonymousUser):
    """Somebody without an account who has begun to prove who they are, for one vote.

    Known by a random id; the little they declared stays in their session (``guests.py``).
    """

    def __init__(
        self,
        public_id: uuid.UUID,
        *,
        zone_id: int | None = None,
        birth_date: date | None = None,
    ) -> None:
        super().__init__()
        self.public_id = public_id
        self.zone_id = zone_id
        self.birth_date = birth_date

    def age_on(self, day: date) -> int | None:
        """Whole years on ``day``; None when the birth date is unknown."""
        return years_between(self.birth_date, day)


#: Whoever asks for a page; « known » are those who can be told from one another.
Person = User | AnonymousUser
Known = User | Guest


class Service(SiteOwned):
    """A service of the city (« Espaces verts », « Voirie »…)."""

    name = models.CharField(max_length=120)
    description = models.CharField(max_length=240, blank=True)
    email = models.EmailField(blank=True)
    lead = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sort_key = models.CharField(max_length=160, editable=False)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="one_service_per_name")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)[:160]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administration du site")
    OWNER = "owner", _("Pilote de démarche")
    AGENT = "agent", _("Agent de service")
    DECIDER = "decider", _("Décideur")
    MODERATOR = "moderator", _("Modération")
    CLERK = "clerk", _("Saisie papier")
    COMMISSIONER = "commissioner", _("Commissaire enquêteur")
    READER = "reader", _("Lecture")
    COMMITTEE = "committee", _("Comité de suivi")


class Membership(SiteOwned):
    """A role of a person, with its scope: the whole site, or one process, or one service.

    ``process_id`` is a plain number: this floor knows no process.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    process_id = models.BigIntegerField(null=True, blank=True)
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user", "role", "process_id", "service"],
                name="one_membership_per_scope",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Session(AbstractBaseSession, SiteOwned):
    """A session of this site; invisible to every other one."""

    #: Whose it is, so that both are read at once; written by the store, judged by what it holds.
    person_id = models.BigIntegerField(null=True, editable=False)
    #: The token of its visitor (``visitors.py``), so that what was begun before saying who one is
    #: can be read along; empty where nothing was.
    visitor = models.CharField(max_length=40, default="", db_default="", editable=False)

    @classmethod
    def get_session_store_class(cls) -> type:
        from .sessions import SessionStore  # the store imports this model

        return SessionStore


class EmailCode(SiteOwned):
    """A one-time code sent to an address, hashed at rest, that proves who reads the mail."""

    LIFETIME = timedelta(minutes=20)
    MOST_ATTEMPTS = 6

    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "email", "created_at"], name="email_code_lookup")]

    def __str__(self) -> str:
        return f"{self.email} {self.created_at}"

    def is_live(self, at: datetime) -> bool:
        return (
            self.used_at is None
            and self.attempts < self.MOST_ATTEMPTS
            and at < self.created_at + self.LIFETIME
        )


class SecondFactor(SiteOwned):
    """What proves again who signs in: a secret shared with an application of the person's phone."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    #: Sealed with the key of the installation: a copy of the database alone opens nothing.
    secret = models.CharField(max_length=200)
    #: None until a first code was given.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: The last half-minute whose code was taken: a code serves once.
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(SiteOwned):
    """A code kept on paper for the day the phone is lost: hashed, used once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user", "code_hash"], name="one_recovery_code_each"
            )
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
