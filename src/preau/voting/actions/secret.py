"""Secret contests: the board's key, its trial, the sealed ballot cast once, the opening."""

from __future__ import annotations

import hashlib
import json
import secrets

from django.db import connection, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.kernel.text import search_key
from preau.ledger.actions import record

from ..models import BallotKey, Contest, Count, Election, Opening
from ..policies import may_register_key, may_unseal
from ..receipts import words
from ..sealed.box import (
    STEP,
    SealError,
    public_key_of,
    seal,
)
from ..sealed.opening import Opened, open_box
from .closing import count_box

WORDS_IN_TRIAL = 4


@transaction.atomic
def set_secret(*, election: Election, contests: set[int], actor: Person) -> Election | Refusal:
    """Say which contests of ``election`` are secret; refused once they are frozen."""
    demand(may_run_process(actor, election.step.process_id))
    refusal = may_register_key(election)
    if refusal is not None:
        return refusal
    election.contests.exclude(pk__in=contests).update(is_secret=False)
    election.contests.filter(pk__in=contests).update(is_secret=True)
    record(
        actor=actor,
        verb="set_secret",
        subject=election,
        process_id=election.step.process_id,
        contests=sorted(contests),
    )
    return election


@transaction.atomic
def register_key(
    *, election: Election, public_key: str, publishes: str, actor: Person
) -> BallotKey | Refusal:
    """Take the public key that a board made, and seal a few words to it for the trial."""
    demand(may_run_process(actor, election.step.process_id))
    refusal = may_register_key(election)
    if refusal is not None:
        return refusal
    phrase = "-".join(secrets.choice(words()) for _ in range(WORDS_IN_TRIAL))
    try:
        sealed = seal(public_key, phrase.encode(), STEP)
    except SealError:
        return Refusal(
            "no_key",
            _("Ce n’est pas une clé publique."),
            remedy=_("Déposez le fichier «\u00a0cle-publique.json\u00a0» de la cérémonie."),
        )
    key, _made = BallotKey.objects.update_or_create(
        election=election,
        defaults={
            "public_key": public_key,
            "publishes": publishes,
            "test_sealed": sealed,
            "test_hash": _hash(phrase),
            "registered_at": clock.now(),
            "tested_at": None,
        },
    )
    record(
        actor=actor,
        verb="registered_key",
        subject=election,
        process_id=election.step.process_id,
        public_key=public_key,
        publishes=publishes,
    )
    return key


@transaction.atomic
def confirm_trial(*, election: Election, phrase: str, actor: Person) -> BallotKey | Refusal:
    """The board read the words that were sealed: three of its members can open the box."""
    demand(may_run_process(actor, election.step.process_id))
    key = BallotKey.objects.filter(election=election).first()
    if key is None:
        return Refusal("no_key", _("Le bureau n’a pas encore donné de clé."))
    if _hash(phrase) != key.test_hash:
        return Refusal(
            "wrong_words",
            _("Ce ne sont pas les mots qui ont été scellés."),
            rule=_("L’essai prouve que trois membres du bureau peuvent ouvrir l’urne."),
            remedy=_("Ouvrez l’essai le plus récent avec trois parts, et recopiez ses mots."),
        )
    refusal = may_register_key(election)
    if refusal is not None:
        return refusal
    key.tested_at = clock.now()
    key.save(update_fields=["tested_at"])
    record(
        actor=actor,
        verb="tried_key",
        subject=election,
        process_id=election.step.process_id,
        public_key=key.public_key,
    )
    return key


def _hash(phrase: str) -> str:
    return hashlib.sha256("-".join(search_key(phrase).split()).encode()).hexdigest()


@transaction.atomic
def open_boxes(*, election: Election, private_key: str, actor: Person) -> list[Count] | Refusal:
    """Open every sealed box of ``election`` with the key that three members gave, and count it.

    The key is published where the règlement says so; else nothing of it is kept.
    """
    demand(may_run_process(actor, election.step.process_id))
    held = Contest.objects.select_for_update().filter(election=election, is_secret=True)
    contests = list(held)
    refusal = may_unseal(contests)
    if refusal is not None:
        return refusal
    key = BallotKey.objects.get(election=election)
    try:
        is_right = public_key_of(private_key) == key.public_key
    except SealError:
        is_right = False
    if not is_right:
        return Refusal(
            "wrong_key",
            _("Ces parts donnent une autre clé que celle de cette urne."),
            remedy=_("Vérifiez que les trois parts viennent de la cérémonie de ce scrutin."),
        )
    return [_open_one(contest, key, private_key, actor) for contest in contests]


def _open_one(contest: Contest, key: BallotKey, private_key: str, actor: Person) -> Count:
    opened = open_box(contest, private_key, key.length)
    _judge(contest, opened)
    _enter(contest, opened)
    opening = Opening.objects.create(
        contest=contest,
        at=clock.now(),
        ballots=len(opened.choices),
        spoiled=dict(opened.spoiled),
        private_key=private_key if key.publishes == BallotKey.Publishes.SEALED else "",
    )
    record(
        actor=actor,
        verb="unsealed",
        subject=contest,
        process_id=contest.election.step.process_id,
        ballots=opening.ballots,
        spoiled=opening.spoiled,
    )
    return count_box(contest, actor, draw_seed="")


def _judge(contest: Contest, opened: Opened) -> None:
    """Set aside what the box would have refused in clear: the database judges, by the same rule."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS one(said, place)"
            " WHERE NOT voting_fits(%s, said)",
            [json.dumps(opened.choices), contest.pk],
        )
        unfit = {int(place) for (place,) in cursor.fetchall()}
    if unfit:
        opened.spoiled["against_the_rule"] = len(unfit)
        opened.choices = [
            said for place, said in enumerate(opened.choices, 1) if place not in unfit
        ]


def _enter(contest: Contest, opened: Opened) -> None:
    choices = json.dumps(opened.choices)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT voting_open_secret(%s, %s::jsonb, %s)",
            [contest.pk, choices, opened.spoiled.total()],
        )
