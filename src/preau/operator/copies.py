"""Readable archives that a city asks for: made by the worker, kept a week, given to nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.tenancy.scope import current_site

from .archive.writing import archive_site
from .asked_hosts import may_keep_site
from .models import Copy

KEPT = timedelta(days=7)


def file_of(copy: Copy) -> Path:
    """Beside what is served, never below it."""
    root = Path(settings.MEDIA_ROOT).parent / "archives" / str(copy.site_id)
    return root / f"{copy.key.hex}.zip"


@transaction.atomic
def ask_copy(*, actor: User) -> Copy:
    """Ask for an archive of the current site; one at a time. Raises ``Refused``."""
    demand(may_keep_site(actor))
    day = clock.now() - timedelta(days=1)
    if Copy.objects.filter(ready_at=None, failed_at=None, asked_at__gt=day).exists():
        raise Refused(
            Refusal(
                "under_way",
                _("Une archive est déjà en préparation."),
                remedy=_("Elle paraîtra sur cette page."),
            )
        )
    from .tasks import make_copy

    copy = Copy.objects.create(asked_by=actor)
    record(actor=actor, verb="asked_archive", subject=copy)
    make_copy.defer(site_id=current_site().pk, copy_id=copy.pk)
    return copy


def make(copy: Copy) -> None:
    """Write the file; a failure is said on the page, and raised for who keeps the platform."""
    path = file_of(copy)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = archive_site(current_site(), path)
    except Exception:
        copy.failed_at = clock.now()
        copy.save(update_fields=["failed_at"])
        raise
    copy.ready_at, copy.pages, copy.size = clock.now(), len(made.pages), path.stat().st_size
    copy.save(update_fields=["ready_at", "pages", "size"])


def forget_old() -> None:
    """Erase the files of the current site whose week is over."""
    for copy in Copy.objects.filter(asked_at__lt=clock.now() - KEPT):
        file_of(copy).unlink(missing_ok=True)
        copy.delete()
