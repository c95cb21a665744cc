"""Reading a jury: its members, its applications, who is kept away from what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Q

from preau.accounts.models import Person, User
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal, Status
from preau.proposals.readings import Granted, kept_out_of

from .models import Conflict, Deliberation, Grant, Grid, Juror, Jury, Reading

#: Where a proposal is out of the call: refused before the jury, gone, or part of another one.
OUT = (
    *(Status.REFUSED, Status.MERGED, Status.SPLIT),
    *(Status.HANDED, Status.DROPPED),
)


def jury_of(step: Step) -> Jury | None:
    """The jury of a step, knowing that very step."""
    jury = Jury.objects.filter(step=step).first() if step.kind == "jury" else None
    if jury is not None:
        jury.step = step
    return jury


def juries_of_process(process: Process) -> list[Jury]:
    """The juries of a process, in the order of its steps."""
    return list(Jury.objects.filter(step__process=process).select_related("step__process"))


def grid_of(jury: Jury) -> Grid | None:
    """The grid in use, with its criteria."""
    return jury.grids.prefetch_related("criteria").first()


def members_of(jury: Jury) -> list[Juror]:
    """Who sits now, the president first."""
    sitting = jury.jurors.filter(left_at=None).select_related("user")
    return sorted(sitting, key=lambda one: (not one.is_president, one.pk))


def juror_of(jury: Jury, person: Person) -> Juror | None:
    """The seat of this person now."""
    if not isinstance(person, User):
        return None
    return jury.jurors.filter(user=person, left_at=None).first()


def seats_of(person: Person) -> list[Juror]:
    """Where this person sits, with the process of each."""
    if not isinstance(person, User):
        return []
    held = Juror.objects.filter(user=person, left_at=None)
    return list(held.select_related("jury__step__process"))


def candidates(process: Process) -> list[Proposal]:
    """Applications that the jury will be given."""
    found = Proposal.objects.of(process).exclude(status__in=OUT)
    everything = list(found.select_related("theme", "zone").order_by("number"))
    out = kept_out_of(everything)
    return [one for one in everything if one.pk not in out]


def applications(jury: Jury) -> list[Proposal]:
    """Applications given to the jury, by number; those to come while none was shared out."""
    process = jury.step.process
    if jury.shared_at is None:
        found = candidates(process)
    else:
        found = list(
            Proposal.objects.of(process)
            .filter(placements__step=jury.step)
            .exclude(status__in=OUT)
            .select_related("theme", "zone")
            .order_by("number")
        )
    for one in found:
        one.process = process
    return found


def conflicts_of(jury: Jury) -> set[tuple[int, int]]:
    """Pairs of application and juror that never meet."""
    found = Conflict.objects.filter(juror__jury=jury)
    return set(found.values_list("proposal_id", "juror_id"))


def kept_away(jury: Jury, proposal: Proposal) -> list[Juror]:
    """Members out of the room for this application."""
    found = Conflict.objects.filter(
        juror__jury=jury, juror__left_at=None, proposal=proposal
    ).select_related("juror")
    return [one.juror for one in found]


def has_conflict(juror: Juror, proposal: Proposal) -> bool:
    return Conflict.objects.filter(juror=juror, proposal=proposal).exists()


def readings_of(juror: Juror) -> list[Reading]:
    """What this juror has to read and has read, by number."""
    found = juror.readings.exclude(state=Reading.State.VOID)
    return list(
        found.exclude(proposal__status__in=OUT)
        .select_related("proposal__zone", "proposal__theme")
        .order_by("proposal__number")
    )


def progress_by_juror(jury: Jury) -> dict[int, tuple[int, int]]:
    """Readings done and given, by juror."""
    counted = (
        Reading.objects.filter(juror__jury=jury)
        .exclude(state=Reading.State.VOID)
        .values("juror_id")
        .annotate(given=Count("pk"), done=Count("pk", filter=Q(state=Reading.State.DONE)))
    )
    return {row["juror_id"]: (row["done"], row["given"]) for row in counted}


def readers_by_application(jury: Jury) -> dict[int, list[int]]:
    """Jurors who read each application, or will."""
    found: dict[int, list[int]] = defaultdict(list)
    pairs = Reading.objects.filter(juror__jury=jury).exclude(state=Reading.State.VOID)
    for application, juror in pairs.values_list("proposal_id", "juror_id"):
        found[application].append(juror)
    return found


def deliberation_of(jury: Jury) -> Deliberation | None:
    return Deliberation.objects.filter(jury=jury).first()


def grants_of(jury: Jury) -> dict[int, Grant]:
    """Decisions by application."""
    return {one.proposal_id: one for one in jury.grants.all()}


def granted_cents(grants: Sequence[Grant]) -> int:
    return sum(one.amount_cents for one in grants)


def published_grants(process: Process) -> list[Grant]:
    """What everyone may read of the decisions of ``process``: nothing before the publication.

    Ordered by decision (retained first), then by number; each knows its proposal.
    """
    found = Grant.objects.filter(
        jury__step__process=process,
        jury__deliberation__published_at__isnull=False,
    ).select_related("proposal", "jury")
    places = {code: place for place, code in enumerate(Grant.Decision.values)}
    return sorted(found, key=lambda one: (places[one.decision], one.proposal.number))


def granted(proposals: Sequence[Proposal]) -> dict[int, Granted]:
    """What was granted, for those whose decision is public."""
    found = Grant.objects.filter(
        proposal__in=[one.pk for one in proposals], jury__deliberation__published_at__isnull=False
    )
    told = found.values_list("proposal_id", "amount_cents", "decision")
    return {pk: Granted(cents, said == Grant.Decision.RESERVE) for pk, cents, said in told}
