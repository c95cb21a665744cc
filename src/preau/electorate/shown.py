"""A letter's code or a mobile number, told at a polling place: it serves one voice there as online."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from preau.accounts.models import Guest
from preau.kernel.refusal import Refusal
from preau.processes.models import Step

from .codes import digest_of, find_code, is_revoked
from .keys import key_of
from .models import Proof
from .phones import mobile_number
from .proving import prove
from .queries import electorate_of, kinds_asked

#: What somebody can tell at the table besides their name, where the vote asks it online.
SHOWN = ("code", "phone")


def asked_at_table(step: Step) -> list[str]:
    """``code``, ``phone``, both or neither: what of them the voters of ``step`` prove online."""
    return [kind for kind in SHOWN if kind in kinds_asked(step)]


def _key(step: Step, kind: str, typed: str) -> str:
    """What a proof of ``typed`` is kept under; empty where it says nothing in ``step``."""
    if not typed.strip() or kind not in kinds_asked(step):
        return ""
    if kind == "code":
        return digest_of(electorate_of(step), typed)
    number = mobile_number(typed)
    return key_of(electorate_of(step), "phone", number) if number else ""


def electors_showing(step: Step, **typed: str) -> list[uuid.UUID]:
    """The electors that a ``code`` or a ``phone`` number has made in ``step``."""
    keys = {kind: key for kind, words in typed.items() if (key := _key(step, kind, words))}
    found = Proof.objects.filter(step=step, kind__in=keys, key__in=keys.values())
    return list(found.order_by("kind").values_list("elector", flat=True))


#: The kind of the proof that says which elector somebody marked by name in person is.
TABLE = "table"


def elector_at(step: Step, key: str) -> uuid.UUID | None:
    """The elector that was marked in person under ``key``, a keyed hash of a name and a day."""
    found = Proof.objects.filter(step=step, kind=TABLE, key=key)
    return found.values_list("elector", flat=True).first()


def enter_at(step: Step, key: str, elector: uuid.UUID) -> None:
    """Keep that ``elector``, marked in person, is whom ``key`` names: the next table finds them."""
    prove(step=step, person=Guest(elector), kind=TABLE, key=key)


def refusal_by_shown(step: Step, *, votes_in: int | None, **typed: str) -> Refusal | None:
    """Why what was told cannot be right: no such letter, a letter cancelled, another zone's."""
    code, number = typed.get("code", ""), typed.get("phone", "")
    if number.strip() and mobile_number(number) is None:
        return Refusal(
            "not_a_mobile",
            _("Ce n’est pas un numéro de mobile français."),
            remedy=_("Redemandez-le, ou laissez ce champ vide."),
        )
    if not code.strip() or "code" not in kinds_asked(step):
        return None
    held = find_code(electorate_of(step), code)
    if held is None:
        said = (
            _("Le code de cette lettre a été annulé.")
            if is_revoked(electorate_of(step), code)
            else _("Ce code n’est celui d’aucune lettre.")
        )
        return Refusal("unknown_letter", said, remedy=_("Relisez les douze signes de la lettre."))
    if held.zone is None or votes_in in (None, held.zone_id):
        return None
    return Refusal(
        "letter_of_another_zone",
        _("Cette lettre est pour un autre quartier\u00a0: %(zone)s.") % {"zone": held.zone.name},
        rule=_("Chacun vote dans le quartier que dit sa lettre."),
    )


def enter_shown(step: Step, *, elector: uuid.UUID, **typed: str) -> None:
    """Keep that ``elector``, who votes in person, has told these: they serve nobody else online."""
    for kind, words in typed.items():
        key = _key(step, kind, words)
        if key and (kind == "phone" or find_code(electorate_of(step), words) is not None):
            prove(step=step, person=Guest(elector), kind=kind, key=key)
