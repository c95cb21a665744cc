"""Which proposals of a process a person of the desk sees: floors above narrow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preau.kernel.refusal import Refusal, Refused
from preau.kernel.registry import Registry
from preau.processes.models import Process

from ..models import Proposal, ProposalQuerySet

#: Id of a person and a process → what they see of it, part of a larger question.
sights: Registry[Callable[[int, Process], Q]] = Registry("sight of proposals")

OUT_OF_SIGHT = Refusal(
    "out_of_sight",
    _("Cette idée n’est pas confiée à votre service."),
    rule=_("Dans cette démarche, un agent voit les idées de ses services."),
    remedy=_(
        "Lisez-la sur le site public, ou demandez à la personne qui pilote de vous la confier."
    ),
)


def in_sight(proposals: ProposalQuerySet, reader: int | None, process: Process) -> ProposalQuerySet:
    """Those of ``proposals`` that ``reader`` sees; all of them for nobody in particular."""
    if reader is None:
        return proposals
    for sight in sights:
        proposals = proposals.filter(sight(reader, process))
    return proposals


def seen_in(processes: Iterable[Process], reader: int) -> Q:
    """What ``reader`` sees of several processes; nothing of any other."""
    found = Q(pk__in=[])
    for process in processes:
        here = Q(process=process)
        for sight in sights:
            here &= sight(reader, process)
        found |= here
    return found


def demand_sight(proposal: Proposal, reader: int) -> None:
    """Raise ``Refused`` for a proposal that ``reader`` does not see."""
    one = Proposal.objects.filter(pk=proposal.pk)
    if not in_sight(one, reader, proposal.process).exists():
        raise Refused(OUT_OF_SIGHT)
