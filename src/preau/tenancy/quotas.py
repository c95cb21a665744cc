"""How much a site may use; who keeps the installation says it (``limits``)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal, Refused
from preau.kernel.registry import Registry

from .scope import current_site

#: Each answers the most of something that the current site may have, or None for no limit.
limits: Registry[Callable[[], int | None]] = Registry("limit of sites")


def refusal_by_quota(what: str, used: int) -> Refusal | None:
    """No room for one more: ``used`` is how many there are."""
    most = limits.get(what)() if what in limits else None
    if most is None or used < most:
        return None
    return Refusal(
        "quota",
        _("L’offre de votre collectivité n’en permet pas plus de %(most)s.") % {"most": most},
        remedy=_("Adressez-vous à qui administre la plateforme."),
    )


def demand_room(what: str, used: int) -> None:
    """Raise ``Refused`` when there is no room for one more."""
    refusal = refusal_by_quota(what, used)
    if refusal is not None:
        raise Refused(refusal)


#: Seconds during which a process trusts what it counted on disk.
MEMORY = 60.0
_stored: dict[int, tuple[float, int]] = {}


def stored_bytes() -> int:
    """What the files of the current site weigh, counted again every minute at most."""
    site_id, at = current_site().pk, time.monotonic()
    known = _stored.get(site_id)
    if known is None or known[0] <= at:
        folder = Path(settings.MEDIA_ROOT) / str(site_id)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        known = _stored[site_id] = (at + MEMORY, size)
    return known[1]


def refusal_of_bytes(size: int) -> Refusal | None:
    """No room for a file of that size. A file that enters is counted at once."""
    most = limits.get("bytes")() if "bytes" in limits else None
    if most is None:
        return None
    used = stored_bytes()
    if used + size > most:
        return Refusal(
            "storage",
            _("La place que la plateforme réserve aux fichiers de ce site est prise."),
            remedy=_("Rien n’est perdu\u00a0: continuez sans fichier, ou écrivez-nous."),
        )
    _stored[current_site().pk] = (_stored[current_site().pk][0], used + size)
    return None


def forget_sizes() -> None:
    """Count again (after a change of plan or a clean-up, and between tests)."""
    _stored.clear()
