"""A number that receives codes: its one way of being written, the code sent, the code confirmed."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.codes import new_digits, tidy_code
from preau.kernel.refusal import Refusal
from preau.messaging.texts import send_text
from preau.tenancy.locks import take_turn
from preau.tenancy.scope import current_site

from .limits import Limit, count_try, refusal_by_limits
from .models import PhoneCode, Try

#: Mobile numbers overseas by their first digits: the country code that they are dialled with.
_OVERSEAS = {
    "639": "262",
    "690": "590",
    "691": "590",
    "692": "262",
    "693": "262",
    "694": "594",
    "696": "596",
    "697": "596",
}
#: Messages to one number, and for the whole site, within an hour.
MOST_PER_NUMBER = 4
MOST_PER_SITE = 3000


def mobile_number(typed: str) -> str | None:
    """``typed`` as ``+33612345678``, or None when it is no French mobile number.

    « 06 12 34 56 78 », « +33 (0)6… », « 0033 6… », « 0692… » are all understood.
    """
    bare = re.sub(r"[^\d+]", "", typed.replace("(0)", ""))
    international = re.sub(r"^00", "+", bare)
    local = re.sub(r"^\+(33|262|590|594|596)0?", "", international)
    local = re.sub(r"^0", "", local)
    if not re.fullmatch(r"[67]\d{8}", local, re.ASCII):
        return None
    return f"+{_OVERSEAS.get(local[:3], '33')}{local}"


def shown_number(number: str) -> str:
    """Its last four digits, to be recognised by its owner: « •• •• •• 56 78 »."""
    return f"•• •• •• {number[-4:-2]} {number[-2:]}".replace(" ", "\u00a0")


def _hash(*words: str) -> str:
    said = f"{current_site().pk}:{':'.join(words)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


@transaction.atomic
def send_phone_code(*, number: str, limits: list[Limit]) -> Refusal | None:
    """Send a code of six digits to ``number``; refused beyond the limits, those of who asks too."""
    counted = [
        *limits,
        Limit("phone code", _hash(number), MOST_PER_NUMBER),
        Limit("phone code", "site", MOST_PER_SITE),
    ]
    refusal = refusal_by_limits(counted)
    if refusal is not None:
        return refusal
    count_try(counted)
    code = new_digits()
    PhoneCode.objects.create(
        number_hash=_hash(number), code_hash=_hash(number, code), created_at=clock.now()
    )
    words = _("%(code)s est votre code pour voter (%(site)s). Il sert dix minutes.")
    send_text(to=number, words=words % {"code": code, "site": current_site().name})
    return None


@transaction.atomic
def confirm_phone_code(*, number: str, code: str) -> Refusal | None:
    """None when ``code`` was sent to ``number`` and still serves; else why not."""
    take_turn("phone code", _hash(number))
    at = clock.now()
    sent = PhoneCode.objects.filter(
        number_hash=_hash(number), created_at__gt=at - PhoneCode.LIFETIME
    )
    live = [one for one in sent if one.is_live(at)]
    expected = _hash(number, tidy_code(code))
    for one in live:
        if hmac.compare_digest(one.code_hash, expected):
            one.used_at = at
            one.save(update_fields=["used_at"])
            return None
    if not live:
        return Refusal(
            "expired_code",
            _("Ce code ne sert plus\u00a0: il a expiré ou il a déjà été utilisé."),
            remedy=_("Demandez un nouveau code."),
        )
    for one in live:
        one.attempts += 1
        one.save(update_fields=["attempts"])
    return Refusal(
        "wrong_code",
        _("Ce code n’est pas celui du dernier message."),
        remedy=_("Relisez le message, ou demandez un nouveau code."),
    )


def forget_old_codes() -> None:
    """What was tried or sent more than a day ago is of no use any more."""
    before = clock.now() - timedelta(days=1)
    PhoneCode.objects.filter(created_at__lt=before).delete()
    Try.objects.filter(at__lt=before).delete()
