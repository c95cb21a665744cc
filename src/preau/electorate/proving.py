"""Keeping a proof: for one elector of a step, once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from preau.accounts.guests import keep_guest, start_guest
from preau.accounts.models import Guest, Known, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Step
from preau.tenancy.locks import take_turn

from .help import whom_to_call
from .models import Proof
from .queries import PERSON_KINDS, Elector, proofs_of


def already_used(step: Step) -> Refusal:
    """The answer to who shows what has already served for somebody else."""
    return Refusal(
        "already_used",
        _("Cette preuve a déjà servi, en ligne ou dans un bureau de vote."),
        rule=_("Chaque personne vote une seule fois\u00a0: une preuve ne sert que pour une voix."),
        remedy=whom_to_call(step),
    )


@transaction.atomic
def prove(
    *,
    step: Step,
    person: Known,
    kind: str,
    key: str = "",
    zone_id: int | None = None,
    is_secret: bool = False,
) -> Elector | Refusal:
    """Keep that ``person`` has proved ``kind`` in ``step``; the elector that they are from now on.

    What ``key`` names serves one elector, and a person one by whatever proof says their name. ``is_secret``: only its owner can show it (a code, a
    number that answers), so who shows it again without an account is that same elector, and an
    account that shows it for the first time takes the elector over, ballot included.
    """
    alike = PERSON_KINDS if kind in PERSON_KINDS else (kind,)
    take_turn("prove", f"{step.pk} {alike[0]} {key or person.public_id}")
    mine = list(proofs_of(step, person))
    own = mine[0].elector if mine else person.public_id
    held = Proof.objects.filter(step=step, kind__in=alike, key=key).first() if key else None
    if held is not None and held.elector != own:
        if not is_secret or any(one.key for one in mine):
            return already_used(step)
        refusal = _take_over(step, person, held)
        if refusal is not None:
            return refusal
        own, zone_id = held.elector, held.zone_id
        mine = list(Proof.objects.filter(step=step, elector=own))
    if not any(one.kind == kind for one in mine) and (held is None or held.kind != kind):
        account = person if isinstance(person, User) else None
        Proof.objects.create(
            step=step,
            kind=kind,
            key=key,
            elector=own,
            account=account,
            zone_id=zone_id,
            at=clock.now(),
        )
    return Elector(own, zone_id)


def _take_over(step: Step, person: Known, held: Proof) -> Refusal | None:
    """``person`` becomes the elector of ``held``; what they proved before that named nobody goes."""
    if isinstance(person, Guest):
        return None
    if held.account_id not in (None, person.pk):
        return already_used(step)
    proofs_of(step, person).delete()
    Proof.objects.filter(step=step, elector=held.elector).update(account=person)
    return None


@transaction.atomic
def attach(*, step: Step, guest: Guest, account: User) -> Refusal | None:
    """``account`` becomes the elector that ``guest`` was in ``step``, with all that was proved.

    Refused once the account has a voice of its own there: two never become one.
    """
    take_turn("attach", f"{step.pk} {account.pk}")
    theirs = proofs_of(step, guest)
    if proofs_of(step, account).exclude(key="").exists() or not theirs.filter(account=None):
        return already_used(step)
    proofs_of(step, account).delete()
    theirs.update(account=account)
    return None


def prove_here(
    request: HttpRequest,
    *,
    step: Step,
    kind: str,
    key: str = "",
    zone_id: int | None = None,
    born: date | None = None,
    is_secret: bool = False,
) -> Refusal | None:
    """``prove`` for whoever sits before this screen: the account, else the guest of the browser.

    A zone and a birth date that the proof says are not asked again.
    """
    user = request.user
    person = user if isinstance(user, User) else start_guest(request)
    answer = prove(
        step=step, person=person, kind=kind, key=key, zone_id=zone_id, is_secret=is_secret
    )
    if isinstance(answer, Refusal):
        return answer
    person.zone_id = person.zone_id or answer.zone_id
    person.birth_date = person.birth_date or born
    if isinstance(person, Guest):
        person.public_id = answer.id
        keep_guest(request, person)
    else:
        person.save(update_fields=["zone", "birth_date"])
    return None
