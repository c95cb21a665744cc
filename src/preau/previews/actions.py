"""Making and withdrawing links; reading the key of one."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.tenancy.scope import current_site

from .models import PreviewLink


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"preview of site {current_site().pk}")


def key_of(link: PreviewLink) -> str:
    """The key in the address of a link; nothing of it is kept."""
    return _signer().sign(str(link.pk))


def link_of(key: str) -> PreviewLink | None:
    """The live link that a key opens, with its process; None for any other word."""
    try:
        pk = _signer().unsign(key)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.select_related("process").filter(pk=int(pk)).first()
    return link if link is not None and link.is_live(clock.now()) else None


@transaction.atomic
def make_link(*, process: Process, note: str, days: int, actor: User) -> PreviewLink:
    """A link that shows ``process`` for so many days. Raises ``Refused``."""
    demand(may_run_process(actor, process.pk))
    at = clock.now()
    link = PreviewLink.objects.create(
        process=process,
        note=note,
        created_by=actor,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(actor=actor, verb="made_preview", subject=process, process_id=process.pk, days=days)
    return link


@transaction.atomic
def withdraw_link(*, link: PreviewLink, actor: User) -> bool:
    """The link shows nothing any more; False when it did not already. Raises ``Refused``."""
    demand(may_run_process(actor, link.process_id))
    if link.withdrawn_at is not None:
        return False
    link.withdrawn_at = clock.now()
    link.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="withdrew_preview", subject=link.process, process_id=link.process_id)
    return True
