"""Sites, their addresses, and the abstract row that belongs to one."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from preau.kernel.nouns import Wording

from .addresses import address_of
from .scope import SETTING


class CurrentSite(models.Func):
    """The site the connection speaks for, as the database knows it."""

    template = f"NULLIF(current_setting('{SETTING}', true), '')::bigint"
    output_field = models.BigIntegerField()


class Site(models.Model):
    """One authority's own site. Not tenant-owned: it is what tenants are."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    #: Who speaks: « la Ville », « la commune », « la métropole ».
    authority = models.CharField(max_length=60, default="la Ville")
    contact_email = models.EmailField(default="participation@example.org")
    contact_phone = models.CharField(max_length=30, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    language = models.CharField(max_length=8, default="fr")
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    #: Nobody enters the back office on one proof alone.
    needs_second_factor = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: What its back office reads at its top: ``[{kind, words, until}]``.
    notices = models.JSONField(default=list, db_default=[], blank=True)
    #: Nouns that the city says its own way (``kernel.nouns``): ``{code: {language: forms}}``.
    words = models.JSONField(default=dict, db_default={}, blank=True)
    #: What it says in its mails beside the platform's words (``messaging.own``).
    mail_words = models.JSONField(default=dict, db_default={}, blank=True)
    #: Who its mails come from, when that is not the site's name; where answers to them go.
    sender_name = models.CharField(max_length=80, blank=True, db_default="")
    reply_to = models.EmailField(blank=True, db_default="")
    #: Where its processes and lists are shown, when not at the platform's own (``mounts``).
    mounts = models.JSONField(default=dict, db_default={}, blank=True)

    def __str__(self) -> str:
        return self.name

    def wording(self, language: str) -> Wording:
        """How this site says the platform's sentences in that language."""
        known: dict[str, Wording] = self.__dict__.setdefault("_wordings", {})
        code = language.split("-")[0]
        if code not in known:
            known[code] = Wording(self.words, code)
        return known[code]

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_wordings", None)

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def canonical_host(self) -> str:
        """Host of the site's main address; its first one when none is marked."""
        domain = self.domains.order_by("-is_canonical", "pk").first()
        return domain.host if domain else f"{self.slug}.localhost"

    @property
    def base_url(self) -> str:
        """Scheme, host and port of the site's address, for links in mails."""
        return address_of(self)

    @property
    def main_url(self) -> str:
        """Scheme, main host and port, whatever address was called."""
        return f"{settings.PREAU_SCHEME}://{self.canonical_host}{settings.PREAU_PORT_SUFFIX}"


class Domain(models.Model):
    """A host name that leads to a site."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="domains")
    host = models.CharField(max_length=253, unique=True)
    is_canonical = models.BooleanField(default=False)
    #: Where the name led when it was last looked at (``dns.Lead``).
    leads = models.CharField(max_length=10, blank=True, db_default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    #: Readers who come here are led to the main address.
    redirects = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.host


class SiteOwned(models.Model):
    """A row that belongs to the current site, by default of the database itself.

    Each concrete model's migration must isolate its table (``tenancy.isolation.isolate``).
    """

    site = models.ForeignKey(
        Site, models.CASCADE, db_default=CurrentSite(), editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude={*(exclude or ()), "site"})


class Shared(models.Model):
    """A row that a site writes and that other sites may read, as its table's policies say.

    Each concrete model's migration must say so to the database (``tenancy.isolation.share``).
    """

    site = models.ForeignKey(
        Site, models.CASCADE, db_default=CurrentSite(), editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude={*(exclude or ()), "site"})
