"""Every write of paper but readings and the roll: rule, places, batches, signatures, the end."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from psycopg.errors import IntegrityError as RefusedByDatabase

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.codes import new_code
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from ..models import Contest, Election, LateAgent, PaperBatch, PaperReading, PaperRule, Station
from .policies import may_enter, may_handle_paper, may_set_rule, paper_rule

SIGNS_OF_A_CODE = 4


@transaction.atomic
def set_paper_rule(
    *, election: Election, precedence: str, late_hours: int, actor: User
) -> PaperRule | Refusal:
    """Open the election to votes in person, or change what its règlement says of them."""
    demand(may_run_process(actor, election.step.process_id))
    refusal = may_set_rule(actor, election)
    if refusal is not None:
        return refusal
    rule, _created = PaperRule.objects.update_or_create(
        election=election, defaults={"precedence": precedence, "late_hours": late_hours}
    )
    record(
        actor=actor,
        verb="set_paper_rule",
        subject=election,
        process_id=election.step.process_id,
        precedence=precedence,
        late_hours=late_hours,
    )
    return rule


@transaction.atomic
def name_late_agents(*, rule: PaperRule, agents: list[User], actor: User) -> None:
    """Say which agents may still enter paper after the closing."""
    process_id = rule.election.step.process_id
    demand(may_run_process(actor, process_id))
    wanted = [one for one in agents if may_handle_paper(one, process_id) is None]
    LateAgent.objects.filter(rule=rule).exclude(agent__in=wanted).delete()
    for agent in wanted:
        LateAgent.objects.get_or_create(rule=rule, agent=agent)
    record(
        actor=actor,
        verb="named_late_agents",
        subject=rule.election,
        process_id=process_id,
        names=", ".join(one.full_name for one in wanted) or "–",
    )


@transaction.atomic
def add_station(*, election: Election, name: str, place: str, actor: User) -> Station | Refusal:
    """Add a place where people vote in person; one name is one place."""
    process_id = election.step.process_id
    demand(may_handle_paper(actor, process_id))
    station, created = Station.objects.get_or_create(
        election=election, name=name, defaults={"place": place}
    )
    if not created:
        return Refusal("known_station", _("Un bureau de vote porte déjà ce nom."))
    record(actor=actor, verb="added_station", subject=station, process_id=process_id)
    return station


@transaction.atomic
def open_batch(
    *, contest: Contest, station: Station, size: int, actor: User
) -> PaperBatch | Refusal:
    """Register a bundle of ``size`` ballots, counted by hand; its number and its code follow."""
    refusal = may_enter(actor, contest)
    if refusal is not None:
        return refusal
    election = Election.objects.select_for_update(of=("self",), no_key=True).get(
        pk=contest.election_id
    )
    last = PaperBatch.objects.filter(election=election).aggregate(last=Max("number"))["last"]
    batch = PaperBatch.objects.create(
        election=election,
        contest=contest,
        station=station,
        number=(last or 0) + 1,
        code=_free_code(),
        size=size,
        opened_by=actor,
        opened_at=clock.now(),
    )
    record(
        actor=actor,
        verb="opened_batch",
        subject=contest,
        process_id=contest.election.step.process_id,
        batch=batch.number,
        station=station.name,
        size=size,
    )
    return batch


def _free_code() -> str:
    while True:
        code = new_code(SIGNS_OF_A_CODE)
        if not PaperBatch.objects.filter(code=code).exists():
            return code


@transaction.atomic
def withdraw_batch(*, batch: PaperBatch, reason: str, actor: User) -> Refusal | None:
    """Take back a batch registered by mistake, before anybody reads it."""
    process_id = batch.election.step.process_id
    demand(may_handle_paper(actor, process_id))
    if PaperReading.objects.filter(batch=batch).exists():
        return Refusal(
            "batch_is_kept",
            _("Ce lot est déjà lu : il ne se retire plus."),
            remedy=_("Terminez ses lectures. Un bulletin absent se constate au troisième regard."),
        )
    record(
        actor=actor,
        verb="withdrew_batch",
        subject=batch.contest,
        process_id=process_id,
        batch=batch.number,
        reason=reason,
    )
    batch.delete()
    return None


@transaction.atomic
def sign_batch(*, batch: PaperBatch, actor: User) -> PaperBatch | Refusal:
    """Sign a batch whose readings agree; the second signature, by another person, seals it.

    The database puts its ballots in the box at that moment, without an order, and never again.
    """
    refusal = may_enter(actor, batch.contest)
    if refusal is not None:
        return refusal
    held = PaperBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.state == PaperBatch.State.SEALED:
        return Refusal("sealed", _("Ce lot est déjà scellé."))
    if held.state == PaperBatch.State.SIGNED and held.signed_by_id == actor.pk:
        return Refusal(
            "same_signer",
            _("Vous avez déjà signé ce lot."),
            rule=_("Un lot est signé par deux personnes différentes."),
            remedy=_("Une autre personne signe depuis son propre compte."),
        )
    answer = _seal(held, actor) if held.state == PaperBatch.State.SIGNED else _sign(held, actor)
    return answer


def _sign(batch: PaperBatch, actor: User) -> PaperBatch | Refusal:
    batch.state, batch.signed_by, batch.signed_at = PaperBatch.State.SIGNED, actor, clock.now()
    try:
        with transaction.atomic():
            batch.save(update_fields=["state", "signed_by", "signed_at"])
    except IntegrityError as error:
        return in_words(error)
    _record_batch("signed_batch", batch, actor)
    return batch


def _seal(batch: PaperBatch, actor: User) -> PaperBatch | Refusal:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT voting_seal_batch(%s, %s)", [batch.pk, actor.pk])
    except IntegrityError as error:
        return in_words(error)
    batch.refresh_from_db()
    _record_batch(
        "sealed_batch",
        batch,
        actor,
        ballots=batch.ballots,
        content_hash=batch.content_hash,
        is_late=batch.is_late,
    )
    return batch


@transaction.atomic
def reopen_batch(*, batch: PaperBatch, reason: str, actor: User) -> PaperBatch | Refusal:
    """Take a first signature back, with a reason: the third look may then be changed."""
    refusal = may_enter(actor, batch.contest)
    if refusal is not None:
        return refusal
    held = PaperBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.state != PaperBatch.State.SIGNED:
        return Refusal("not_signed", _("Ce lot n’attend pas de seconde signature."))
    held.state, held.signed_by, held.signed_at = PaperBatch.State.OPEN, None, None
    held.save(update_fields=["state", "signed_by", "signed_at"])
    _record_batch("reopened_batch", held, actor, reason=reason)
    return held


@transaction.atomic
def end_paper(*, election: Election, actor: User) -> PaperRule | Refusal:
    """Say that no paper will come any more: boxes past their hour are sealed at once."""
    process_id = election.step.process_id
    demand(may_run_process(actor, process_id))
    rule = paper_rule(election)
    if rule is None or rule.ended_at is not None:
        return Refusal("paper_is_over", _("La saisie du papier est déjà terminée."))
    if any(one.is_open_at(clock.now()) for one in election.contests.all()):
        return Refusal(
            "vote_is_open",
            _("Le vote est encore ouvert."),
            rule=_("La saisie du papier se termine après la clôture."),
        )
    stands = election.stands.filter(revoked_at=None, waiting__gt=0)
    if stands.exists():
        names = ", ".join(one.name for one in stands)
        return Refusal(
            "waiting_stands",
            _("Des bulletins attendent encore sur une tablette : %(names)s.") % {"names": names},
            remedy=_("Rendez-lui la connexion, ou révoquez-la si elle est perdue."),
        )
    waiting = election.batches.exclude(state=PaperBatch.State.SEALED)
    if waiting.exists():
        numbers = ", ".join(str(one.number) for one in waiting)
        return Refusal(
            "unsealed_batches",
            _("Des lots ne sont pas scellés : %(numbers)s.") % {"numbers": numbers},
            remedy=_("Scellez-les, ou retirez ceux que personne n’a lus."),
        )
    rule.ended_at, rule.ended_by = clock.now(), actor
    rule.save(update_fields=["ended_at", "ended_by"])
    record(actor=actor, verb="ended_paper", subject=election, process_id=process_id)
    return rule


def _record_batch(verb: str, batch: PaperBatch, actor: User, **data: object) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=batch.contest,
        process_id=batch.election.step.process_id,
        batch=batch.number,
        **data,
    )


def rule_of(error: IntegrityError) -> str | None:
    """Name of the constraint or guard that refused."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, RefusedByDatabase) else None


def in_words(error: IntegrityError) -> Refusal:
    """The refusal of the database as an agent can read it; an unknown one is a defect."""
    match rule_of(error):
        case "batch_agrees":
            return Refusal(
                "batch_agrees",
                _("Les deux lectures de ce lot ne concordent pas encore."),
                rule=_("Un lot est signé quand chaque différence est réglée."),
                remedy=_("Une troisième personne regarde les bulletins qui diffèrent."),
            )
        case "batch_sealed_by_two" | "batch_signed_by_two":
            return Refusal(
                "batch_sealed_by_two", _("Un lot est signé par deux personnes différentes.")
            )
        case "paper_is_over" | "box_is_open":
            return Refusal("paper_is_over", _("La saisie du papier est terminée pour ce scrutin."))
    raise error
