"""How much a site may use; who keeps the installation says it (``limits``)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal, Refused
from preau.kernel.registry import Registry

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
