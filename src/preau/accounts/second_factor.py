"""A second proof at sign-in: a code of an application, or one of ten codes kept on paper."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nacl.secret import SecretBox

from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal
from preau.tenancy.scope import current_site

from .models import Person, RecoveryCode, SecondFactor, User

#: Seconds that a code lives; the one before and the one after are taken too.
STEP = 30
RECOVERY_CODES = 10
#: Wrong codes in a row before a pause.
MOST_FAILURES = 6
PAUSE = timedelta(minutes=15)
#: In the session: whom this browser proved twice, or who has still to do it.
PROVED, DUE = "second_factor_proved", "second_factor_due"

NEEDED = Refusal(
    "second_factor",
    gettext_lazy("Confirmez d’abord que c’est vous, avec le code de votre application."),
    rule=gettext_lazy("Ce site demande deux preuves pour entrer au bureau."),
    remedy=gettext_lazy("Ouvrez le bureau dans un autre onglet, donnez le code, puis revenez ici."),
)


def _box() -> SecretBox:
    return SecretBox(hashlib.sha256(b"second factor " + settings.SECRET_KEY.encode()).digest())


def _totp(held: SecondFactor) -> pyotp.TOTP:
    return pyotp.TOTP(_box().decrypt(base64.b64decode(held.secret)).decode(), interval=STEP)


def _hash(user: User, code: str) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"recovery:{user.pk}:{code}".encode(), hashlib.sha256
    ).hexdigest()


def factor_of(user: User) -> SecondFactor | None:
    """The second factor of ``user``, once it has been confirmed."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


def may_enter_with(person: Person, session: Any) -> Refusal | None:
    """Where the site asks it, or who chose it: nobody works on one proof alone.

    Costs no statement: the site is known, and the session knows who has a second factor.
    """
    if not isinstance(person, User) or session.get(PROVED) == person.pk:
        return None
    if current_site().needs_second_factor or session.get(DUE) == person.pk:
        return NEEDED
    return None


@transaction.atomic
def begin(*, user: User) -> SecondFactor:
    """A secret to put into an application; it counts once a code of it was given."""
    User.objects.select_for_update().get(pk=user.pk)
    held = SecondFactor.objects.filter(user=user).first()
    if held is not None:
        return held
    sealed = base64.b64encode(_box().encrypt(pyotp.random_base32().encode())).decode()
    return SecondFactor.objects.create(user=user, secret=sealed)


def secret_of(held: SecondFactor) -> str:
    """The secret in groups of four, for who types it."""
    plain = _totp(held).secret
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def address_of(held: SecondFactor) -> str:
    """What the code to scan says to the application."""
    name = current_site().name
    return _totp(held).provisioning_uri(name=held.user.email, issuer_name=name)


@transaction.atomic
def confirm(*, user: User, code: str) -> list[str] | Refusal:
    """Count the second factor from now on; answers the recovery codes, shown this once."""
    refusal = check(user=user, code=code, is_first=True)
    if refusal is not None:
        return refusal
    SecondFactor.objects.filter(user=user).update(confirmed_at=clock.now())
    return new_recovery_codes(user=user)


@transaction.atomic
def new_recovery_codes(*, user: User) -> list[str]:
    """Ten fresh codes; the former ones serve no more."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [new_code(8) for _place in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=user, code_hash=_hash(user, tidy_code(one))) for one in codes]
    )
    return codes


@transaction.atomic
def check(*, user: User, code: str, is_first: bool = False) -> Refusal | None:
    """Take a code of the application or of the paper, each once; or say why not."""
    at, typed = clock.now(), tidy_code(code)
    held = SecondFactor.objects.select_for_update(of=("self",)).filter(user=user).first()
    if held is None or (held.confirmed_at is None and not is_first):
        return Refusal("none", _("Vous n’avez pas encore d’application."))
    if held.paused_until is not None and at < held.paused_until:
        return Refusal(
            "paused",
            _("Trop de codes faux\u00a0: attendez un quart d’heure."),
            remedy=_("Ou demandez à l’administration du site de réinitialiser votre accès."),
        )
    step = _step_of(held, typed)
    if step is not None:
        held.last_step, held.failures, held.paused_until = step, 0, None
        held.save(update_fields=["last_step", "failures", "paused_until"])
        return None
    unused = RecoveryCode.objects.filter(user=user, used_at=None, code_hash=_hash(user, typed))
    if not is_first and unused.update(used_at=at):
        return None
    held.failures += 1
    if held.failures >= MOST_FAILURES:
        held.failures, held.paused_until = 0, at + PAUSE
    held.save(update_fields=["failures", "paused_until"])
    return Refusal(
        "wrong_code",
        _("Ce code n’est pas le bon, ou il a déjà servi."),
        remedy=_("Attendez le code suivant, et vérifiez l’heure de votre téléphone."),
    )


def _step_of(held: SecondFactor, typed: str) -> int | None:
    """The half-minute whose code was typed; never one that served already."""
    now, totp = int(clock.now().timestamp()) // STEP, _totp(held)
    for step in (now - 1, now, now + 1):
        if step > held.last_step and hmac.compare_digest(totp.generate_otp(step), typed):
            return step
    return None


@transaction.atomic
def forget(*, user: User) -> bool:
    """No second factor any more, nor recovery codes; False when there was none."""
    RecoveryCode.objects.filter(user=user).delete()
    count, _each = SecondFactor.objects.filter(user=user).delete()
    return bool(count)
