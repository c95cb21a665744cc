"""Closing a box at its hour, sealing it, counting it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from psycopg.errors import IntegrityError as RefusedByDatabase

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.counting import Candidate, Draw, Outcome, Profile, count, trace_in_french
from preau.counting.exact import sha256
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.ui.words import money

from ..effects import changes_winners, size
from ..models import Ballot, Contest, Count, Opening, Option, RollEntry, Seal
from ..queries import current_count
from ..records import (
    Groups,
    ballot_lines,
    ballots_hash,
    candidates,
    counted_codes,
    grouped,
    grouped_ballots,
    options_hash,
    options_of,
    receipt_root,
    sealed_lines,
)
from ..sealed.log import sign_head


def close_contest(*, contest: Contest, actor: Person | None = None) -> Count | Refusal:
    """Seal the box if its hour has come, then count it; safe to call again, and from two workers.

    The database closes by its own clock: it refuses later writes, destroys the secret that links
    voters to ballots, and rewrites the ballots in random order. ``actor`` None is the clock itself.
    """
    if actor is not None:
        demand(may_run_process(actor, contest.election.step.process_id))
    try:
        _seal(contest, actor)
    except IntegrityError as error:
        cause = error.__cause__
        rule = cause.diag.constraint_name if isinstance(cause, RefusedByDatabase) else None
        if rule not in _WAITS:
            raise
        return Refusal("not_due", str(_WAITS[rule]))
    if contest.is_secret and not Opening.objects.filter(contest=contest).exists():
        return Refusal(
            "waits_for_board",
            _("L’urne est fermée et scellée."),
            remedy=_("Trois membres du bureau doivent l’ouvrir avant le dépouillement."),
        )
    return count_box(contest, actor, draw_seed="")


#: Refusals of the database that only ask to come back later.
_WAITS = {
    "seal_at_the_hour": _lazy("L’heure de fermeture n’est pas encore passée."),
    "seal_waits_for_grace": _lazy("Les bulletins commencés à temps peuvent encore arriver."),
    "seal_waits_for_resumption": _lazy("Le vote est suspendu."),
    "seal_waits_for_paper": _lazy("Le papier est encore en cours de saisie."),
}


@transaction.atomic
def _seal(contest: Contest, actor: Person | None) -> None:
    """Close in the database and write the seal, once: whoever comes second finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT voting_seal(%s)", [contest.pk])
        (is_first,) = cursor.fetchone()
    contest.refresh_from_db(fields=["state", "closes_at"])
    if not is_first:
        return
    options = options_of(contest)
    groups = grouped_ballots(contest, options)
    lines = sealed_lines(contest) if contest.is_secret else ballot_lines(groups)
    seal = Seal.objects.create(
        contest=contest,
        closed_at=clock.now(),
        ballots=len(lines),
        set_aside=Ballot.objects.filter(contest=contest, is_aside=True).count(),
        voters=RollEntry.objects.filter(contest=contest).count(),
        rule_hash=contest.rule_hash,
        options_hash=options_hash(options),
        ballots_hash=sha256(b"".join(lines)),
        receipt_root=receipt_root(counted_codes(contest)),
    )
    head = sign_head(contest)
    record(
        actor=actor,
        verb="closed",
        subject=contest,
        process_id=contest.election.step.process_id,
        ballots=seal.ballots,
        set_aside=seal.set_aside,
        voters=seal.voters,
        ballots_hash=seal.ballots_hash,
        receipt_root=seal.receipt_root,
        log=head.signed,
    )


@transaction.atomic
def count_box(contest: Contest, actor: Person | None, *, draw_seed: str) -> Count:
    """Count a sealed box; without a seed, the count that stands is answered if there is one."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    known = current_count(held)
    if known is not None and not draw_seed:
        return known
    options = options_of(held)
    groups = grouped_ballots(held, options)
    running = candidates(options)
    rule = held.document
    profile = Profile.from_groups(rule.ballot, groups, running)
    draw = Draw(seed=draw_seed) if draw_seed else None
    outcome = count(running.values(), profile, rule, draw=draw)
    written = outcome.to_json()
    made = Count.objects.create(
        contest=held,
        input_hash=ballots_hash(groups),
        outcome=json.loads(written),
        outcome_hash=hashlib.sha256(written).hexdigest(),
        trace=_trace(outcome, running),
        draw_seed=draw_seed,
        needs_draw=outcome.needs_draw is not None,
        with_aside=_with_aside(held, options, groups, draw_seed),
        counted_at=clock.now(),
    )
    if not made.needs_draw:
        held.state = Contest.State.COUNTED
        held.save(update_fields=["state"])
    contest.state = held.state
    record(
        actor=actor,
        verb="counted" if not made.needs_draw else "tied",
        subject=held,
        process_id=contest.election.step.process_id,
        outcome_hash=made.outcome_hash,
        winners=made.outcome["winners"],
        draw_seed=draw_seed,
    )
    return made


def _trace(outcome: Outcome, running: dict[str, Candidate]) -> list[str]:
    names = {key: one.name for key, one in running.items()}
    return trace_in_french(outcome, names, lambda cents: money(float(cents)))


def _with_aside(
    contest: Contest, options: list[Option], groups: Groups, draw_seed: str
) -> dict[str, Any] | None:
    """How many ballots are left out of a count, and whether the winners change with them."""
    left_out = grouped(Ballot.objects.filter(contest=contest, is_aside=True), contest, options)
    if not left_out:
        return None
    changes = changes_winners(contest, options, groups, left_out, draw_seed=draw_seed)
    return {"ballots": size(left_out), "changes": changes}


def record_draw(*, contest: Contest, seed: str, actor: Person) -> Count | Refusal:
    """Count again with a public draw, when a decisive tie asks for one.

    ``seed`` is what was drawn in public (words, figures, a lottery result): with it anyone finds
    the same order. A draw is recorded once and never made again.
    """
    demand(may_run_process(actor, contest.election.step.process_id))
    known = current_count(contest)
    if known is None or not known.needs_draw:
        return Refusal("no_draw_needed", _("Aucune égalité ne demande de tirage au sort."))
    if not seed.strip():
        return Refusal("no_seed", _("Écrivez ce qui a été tiré en public."))
    return count_box(contest, actor, draw_seed=seed.strip())
