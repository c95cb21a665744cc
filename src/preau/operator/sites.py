"""The life of a site on an installation: created, suspended, resumed, deleted with a proof.

These are acts of the operator: they need the installation's own command, not a role of a site.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import get_urlconf, set_urlconf
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, User
from preau.kernel.text import slug as slug_of
from preau.ledger.actions import record
from preau.pages.actions import publish_theme
from preau.team.actions import invite_first
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import speaking_for

from .hosts import read_host
from .models import Certificate
from .portability.tables import count_rows, restoring, shared_models, tables_of_sites

OWNER = "owner"


class SiteRefused(Exception):
    """The act is not done; the message says why and what to do."""


@dataclass(frozen=True)
class NewSite:
    """What a new site is made from. Without ``hosts`` it answers at ``<slug>.localhost``."""

    name: str
    slug: str = ""
    hosts: tuple[str, ...] = ()
    administrator: str = ""
    #: First name, then the rest; as colleagues, residents and other cities will read it.
    administrator_name: str = ""
    authority: str = "la Ville"
    brand: str = "#1D4F91"
    phone: str = ""


@transaction.atomic
def create_site(new: NewSite) -> Site:
    """A site ready to be entered: address, colours, home page, its administrator.

    Raises ``SiteRefused`` when an address or the identifier is taken, or not one.
    """
    if not new.name.strip():
        raise SiteRefused(_("Donnez un nom au site."))
    slug = slug_of(new.slug or new.name, longest=50)
    if Site.objects.filter(slug=slug).exists():
        raise SiteRefused(_("Le site «\u00a0%(slug)s\u00a0» existe déjà.") % {"slug": slug})
    site = Site.objects.create(
        slug=slug,
        name=new.name,
        authority=new.authority,
        contact_email=_mail(new.administrator) or "participation@example.org",
        contact_phone=new.phone,
    )
    set_hosts(site, new.hosts or (f"{slug}.localhost",))
    with speaking_for(site):
        _furnish(site, new)
    return site


def _furnish(site: Site, new: NewSite) -> None:
    record(actor=None, verb="created_site", subject=site)
    try:
        publish_theme(brand=new.brand, actor=None)
    except ValueError as error:
        raise SiteRefused(
            _("«\u00a0%(brand)s\u00a0» n’est pas une couleur\u00a0: écrivez-la ainsi, #1D4F91.")
            % {"brand": new.brand}
        ) from error
    if new.administrator:
        first, _sep, last = " ".join(new.administrator_name.split()).partition(" ")
        person = User.objects.create(email=new.administrator, first_name=first, last_name=last)
        held = Membership.objects.create(user=person, role=Role.ADMINISTRATOR)
        with _addresses_of_sites():
            invite_first(held)


@contextmanager
def _addresses_of_sites() -> Iterator[None]:
    """The console has its own table of addresses; a mail of the site names those of the site."""
    console = get_urlconf()
    set_urlconf(None)
    try:
        yield
    finally:
        set_urlconf(console)


def _mail(address: str) -> str:
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError as error:
        raise SiteRefused(
            _("«\u00a0%(address)s\u00a0» n’est pas une adresse e-mail.") % {"address": address}
        ) from error
    return address


def set_hosts(site: Site, hosts: tuple[str, ...]) -> None:
    """Let ``site`` answer at ``hosts``, the first one being its main address."""
    for place, typed in enumerate(hosts):
        add_host(site, typed, is_main=place == 0)


def add_host(site: Site, typed: str, *, is_main: bool = False) -> Domain:
    """Let ``site`` answer at one more address. Raises ``SiteRefused``."""
    host = read_host(typed)
    if host is None or host == settings.PREAU_OPERATOR_HOST:
        raise SiteRefused(_("«\u00a0%(host)s\u00a0» n’est pas un nom d’hôte.") % {"host": typed})
    holder = Domain.objects.select_related("site").filter(host=host).first()
    if holder is not None:
        raise SiteRefused(
            _("L’adresse «\u00a0%(host)s\u00a0» mène déjà au site «\u00a0%(slug)s\u00a0».")
            % {"host": host, "slug": holder.site.slug}
        )
    domain = Domain.objects.create(site=site, host=host, is_canonical=is_main)
    forget_hosts()
    return domain


@transaction.atomic
def change_state(site: Site, state: str) -> None:
    """Suspend the site (its addresses answer that it is away, its jobs wait) or resume it."""
    if site.state == state:
        return
    site.state = state
    site.save(update_fields=["state"])
    with speaking_for(site):
        verb = "suspended_site" if state == Site.State.SUSPENDED else "resumed_site"
        record(actor=None, verb=verb, subject=site)
    forget_hosts()


def delete_site(site: Site) -> Certificate:
    """Erase every row and file of the site; what remains is the certificate."""
    with transaction.atomic(using=OWNER), restoring(OWNER) as cursor:
        rows = count_rows(cursor, site.pk)
        for model in shared_models():
            model._default_manager.using(OWNER).filter(site_id=site.pk).delete()
        for table in tables_of_sites():
            cursor.execute(f'DELETE FROM "{table.name}" WHERE site_id = %s', [site.pk])  # noqa: S608
        for name in ("operator_plan", "operator_usage"):
            cursor.execute(f"DELETE FROM {name} WHERE site_id = %s", [site.pk])  # noqa: S608
        cursor.execute("DELETE FROM tenancy_domain WHERE site_id = %s", [site.pk])
        cursor.execute("DELETE FROM tenancy_site WHERE id = %s", [site.pk])
        certificate = Certificate.objects.using(OWNER).create(
            slug=site.slug, name=site.name, rows=rows, files=len(files_of(site.pk))
        )
    media = Path(settings.MEDIA_ROOT)
    for folder in (media, media.parent / "archives"):
        shutil.rmtree(folder / str(site.pk), ignore_errors=True)
    forget_hosts()
    return certificate


def files_of(site_id: int) -> list[Path]:
    """The files of a site, in order."""
    folder = Path(settings.MEDIA_ROOT) / str(site_id)
    return sorted(path for path in folder.rglob("*") if path.is_file())
