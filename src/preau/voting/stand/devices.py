"""Tablets: enrolled by a one-time code, known by a token in a cookie, revoked at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from ..models import Election, StandDevice, Station
from ..paper.policies import may_handle_paper, paper_rule

CODE_LIVES = timedelta(minutes=30)
SIGNS_OF_A_CODE = 8
PIN_ROUNDS = 100_000


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def pin_hash(pin: str, salt: str) -> str:
    """PBKDF2 of the agents' code, as the tablet computes it when it is alone."""
    made = hashlib.pbkdf2_hmac("sha256", pin.encode(), bytes.fromhex(salt), PIN_ROUNDS)
    return made.hex()


@transaction.atomic
def add_device(
    *, election: Election, station: Station, name: str, pin: str, actor: User
) -> tuple[StandDevice, str] | Refusal:
    """A tablet to be, and the code that enrols it, which is shown once and never kept."""
    process_id = election.step.process_id
    demand(may_handle_paper(actor, process_id))
    if paper_rule(election) is None:
        return Refusal("no_paper", _("Ce scrutin ne prend pas de vote en personne."))
    if StandDevice.objects.filter(election=election, name=name).exists():
        return Refusal("known_device", _("Une tablette porte déjà ce nom."))
    code, salt = new_code(SIGNS_OF_A_CODE), secrets.token_hex(16)
    device = StandDevice.objects.create(
        election=election,
        station=station,
        name=name,
        code_hash=hash_of(code),
        code_until=clock.now() + CODE_LIVES,
        pin_salt=salt,
        pin_hash=pin_hash(pin, salt),
        created_by=actor,
    )
    record(actor=actor, verb="added_stand", subject=device, process_id=process_id)
    return device, code


@transaction.atomic
def enrol(*, code: str) -> str | Refusal:
    """The token of the tablet that shows ``code``; the code is spent."""
    found = (
        StandDevice.objects.select_for_update()
        .filter(code_hash=hash_of(tidy_code(code)), code_until__gt=clock.now(), revoked_at=None)
        .first()
    )
    if found is None:
        return Refusal(
            "unknown_code",
            _("Ce code n’ouvre aucune tablette."),
            rule=_("Un code sert une seule fois, dans les trente minutes."),
            remedy=_("Demandez-en un autre à la personne qui pilote le vote sur papier."),
        )
    token = secrets.token_urlsafe(32)
    found.code_hash, found.code_until = "", None
    found.token_hash, found.enrolled_at = hash_of(token), clock.now()
    found.save(update_fields=["code_hash", "code_until", "token_hash", "enrolled_at"])
    process_id = found.election.step.process_id
    record(actor=None, verb="enrolled_stand", subject=found, process_id=process_id)
    return token


@transaction.atomic
def revoke(*, device: StandDevice, actor: User) -> None:
    """Close the door to a tablet, at once and for good."""
    process_id = device.election.step.process_id
    demand(may_handle_paper(actor, process_id))
    if device.revoked_at is None:
        device.revoked_at = clock.now()
        device.save(update_fields=["revoked_at"])
        record(actor=actor, verb="revoked_stand", subject=device, process_id=process_id)


def device_of(token: str) -> StandDevice | None:
    """The live tablet that holds ``token``."""
    if not token:
        return None
    devices = StandDevice.objects.select_related("station", "election__step__process")
    found = devices.filter(token_hash=hash_of(token)).first()
    return found if found is not None and found.is_live else None


def may_unlock(device: StandDevice, pin: str) -> bool:
    """The agents' code, as it was chosen for this tablet."""
    return secrets.compare_digest(pin_hash(pin, device.pin_salt), device.pin_hash)
