"""The roll at the polling place: a person marked there votes once, whatever the channel."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.electorate.people import elector_named, enter_by_name, line_key, refusal_at_table
from preau.electorate.queries import elector_of
from preau.electorate.shown import (
    elector_at,
    electors_showing,
    enter_at,
    enter_shown,
    refusal_by_shown,
)
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.kernel.text import search_key
from preau.ledger.actions import record

from ..keys import box_key, voter_key
from ..models import Channel, Contest, RollEntry
from ..queries import secret_of
from .actions import in_words, rule_of
from .policies import may_enter


@dataclass(frozen=True)
class Identity:
    """What a person says or shows at the table; nothing of it is kept in clear."""

    first_name: str
    last_name: str
    birth_date: date
    #: The address they may have voted with online.
    email: str = ""
    #: Where they live, when several people of the list have this name and this day.
    zone_id: int | None = None
    #: The letter they bring, the number they may have voted with: where the vote asks them online.
    code: str = ""
    phone: str = ""

    @property
    def shown(self) -> dict[str, str]:
        """What they tell besides their name, by the kind of proof that it is online."""
        return {"code": self.code, "phone": self.phone}

    def named(self, contest: Contest) -> dict[str, Any]:
        """Words of the list of ``contest``; the zone of its ballot tells people alike apart."""
        return {
            "last": self.last_name,
            "first": self.first_name,
            "born": self.birth_date,
            "zone_id": self.zone_id or contest.zone_id,
        }


def elector_at_table(roll_key: str, first_name: str, last_name: str, birth_date: date) -> UUID:
    """The elector that somebody without an account is: by name and birth date, hashed."""
    words = " ".join(sorted(search_key(f"{first_name} {last_name}").split()))
    return _elector_of_words(roll_key, f"identity {words} {birth_date.isoformat()}")


def _elector_of_words(roll_key: str, words: str) -> UUID:
    said = words.encode()
    return UUID(bytes=hmac.new(bytes.fromhex(roll_key), said, hashlib.sha256).digest()[:16])


def accounts_of(identity: Identity) -> list[User]:
    """The accounts of this site that are this person: the address given, or name and birth date."""
    wanted = sorted(search_key(f"{identity.first_name} {identity.last_name}").split())
    by_email = Q(email=identity.email.strip().lower()) if identity.email else Q(pk=None)
    found = list(User.objects.filter(by_email | Q(birth_date=identity.birth_date)))
    named = [one for one in found if one.last_name and _words_of(one) == wanted]
    return [one for one in found if one.email == identity.email.strip().lower()] or named


def _words_of(person: User) -> list[str]:
    return sorted(search_key(person.full_name).split())


def electors_of(contest: Contest, identity: Identity) -> list[UUID]:
    """Everyone this person can be on the roll; the first is the one that is marked.

    Who they proved to be online comes first, and of these whoever has voted: nothing else would
    stop them there. Then their name. Somebody of the list is that line, by whatever name, and
    nobody who only has the same one.
    """
    step, roll_key = contest.election.step, contest.election.roll_key
    proved = elector_named(step, **identity.named(contest))
    wanted = sorted(search_key(f"{identity.first_name} {identity.last_name}").split())
    people = accounts_of(identity)
    named = [_elector_id(contest, one) for one in people if _words_of(one) == wanted]
    unnamed = [_elector_id(contest, one) for one in people if _words_of(one) != wanted]
    at_table, is_line = _place_at_table(contest, identity)
    before = elector_at(step, at_table.hex)
    sure = [*unnamed, proved, *electors_showing(step, **identity.shown), before]
    found = list(dict.fromkeys(one for one in sure if one is not None))
    if len(found) > 1:
        keys = {voter_key(roll_key, one): one for one in found}
        lines = RollEntry.objects.filter(election=contest.election, voter_key__in=keys)
        voted = [keys[key] for key in lines.values_list("voter_key", flat=True)]
        found = [*voted, *found]
    return list(dict.fromkeys([*found, at_table, *([] if is_line else named)]))


def _place_at_table(contest: Contest, identity: Identity) -> tuple[UUID, bool]:
    """The elector that a name is before anything is known; True when a line of the list says it."""
    roll_key = contest.election.roll_key
    line = line_key(contest.election.step, **identity.named(contest))
    if line:
        return _elector_of_words(roll_key, f"line {line}"), True
    names = (identity.first_name, identity.last_name, identity.birth_date)
    return elector_at_table(roll_key, *names), False


def _elector_id(contest: Contest, person: User) -> UUID:
    elector = elector_of(contest.election.step, person)
    return elector.id if elector is not None else person.public_id


def may_mark(contest: Contest, identity: Identity) -> Refusal | None:
    """The rules of the step that the table can check: age on the day of the opening, list."""
    person = User(birth_date=identity.birth_date)
    step = contest.election.step
    day = timezone.localtime(step.opens_at or clock.now()).date()
    for one in step.requirements.all():
        least = int(one.rule.get("least", 0)) if one.kind == "age" else 0
        if least and (person.age_on(day) or 0) < least:
            return Refusal(
                "too_young",
                _("Il faut avoir %(least)s ans le jour de l’ouverture.") % {"least": least},
                rule=_("Règlement : âge minimal de %(least)s ans.") % {"least": least},
            )
    return refusal_at_table(step, **identity.named(contest), votes_in=contest.zone_id)


def may_show(contest: Contest, identity: Identity) -> Refusal | None:
    """The letter or the number told at the table must be one that this vote knows."""
    return refusal_by_shown(contest.election.step, votes_in=contest.zone_id, **identity.shown)


def enter_who(contest: Contest, identity: Identity, elector: UUID) -> None:
    """Whoever gives this name, this letter or this number online is ``elector`` from then on."""
    enter_by_name(contest.election.step, **identity.named(contest), elector=elector)
    enter_shown(contest.election.step, elector=elector, **identity.shown)
    at_table, _is_line = _place_at_table(contest, identity)
    if at_table != elector:
        enter_at(contest.election.step, at_table.hex, elector)


@transaction.atomic
def mark_on_paper(*, contest: Contest, identity: Identity, actor: User) -> bool | Refusal:
    """Mark a person who receives a paper ballot; True when it sets an online ballot aside.

    The person's online ballot can be found only while the box is open, by keys that are computed
    here and forgotten at once; nobody sees what was on it.
    """
    refusal = (
        may_enter(actor, contest) or may_mark(contest, identity) or may_show(contest, identity)
    )
    if refusal is not None:
        return refusal
    electors = electors_of(contest, identity)
    keys = [voter_key(contest.election.roll_key, one) for one in electors]
    if RollEntry.objects.filter(contest=contest, voter_key__in=keys).count() > 1:
        return _which_of_them()
    secret = secret_of(contest)
    places = [box_key(secret, one) for one in electors] if secret else []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT voting_mark_paper(%s, %s, %s)", [contest.pk, keys, places])
            (is_instead,) = cursor.fetchone()
    except IntegrityError as error:
        return _in_words(error)
    enter_who(contest, identity, electors[0])
    if is_instead:
        record(
            actor=actor,
            verb="set_ballot_aside",
            subject=contest,
            process_id=contest.election.step.process_id,
        )
    return bool(is_instead)


def _which_of_them() -> Refusal:
    return Refusal(
        "several_people",
        _("Plusieurs personnes de ce nom, nées ce jour-là, ont déjà voté en ligne."),
        remedy=_(
            "Demandez aussi l’adresse e-mail de la personne, pour n’écarter que son bulletin."
        ),
    )


def _in_words(error: IntegrityError) -> Refusal:
    return mark_in_words(rule_of(error)) or in_words(error)


def mark_in_words(rule: str | None) -> Refusal | None:
    """The refusal of the roll by its rule, as an agent at the table reads it."""
    match rule:
        case "box_is_suspended":
            return Refusal(
                "suspended",
                _("Le vote est suspendu."),
                remedy=_("Attendez sa reprise avant de remettre un bulletin."),
            )
        case "voted_in_person":
            return Refusal(
                "voted_in_person",
                _("Cette personne a déjà voté en personne."),
                rule=_("Une personne vote une seule fois, quel que soit le bureau de vote."),
            )
        case "voted_online":
            return Refusal(
                "voted_online",
                _("Cette personne a déjà voté en ligne."),
                rule=_("Le règlement dit que le vote en ligne l’emporte."),
                remedy=_("Elle peut changer son bulletin en ligne jusqu’à la clôture."),
            )
        case "one_zone_per_voter":
            return Refusal(
                "voted_elsewhere",
                _("Cette personne a déjà voté pour un autre quartier."),
                rule=_("Une personne ne vote que dans un seul quartier."),
                remedy=_("Elle peut changer ce bulletin en ligne jusqu’à la clôture."),
            )
    return None


def may_vote_online(contest: Contest, person: Person) -> Refusal | None:
    """Whoever voted in person does not vote online: asked where the election takes paper."""
    if getattr(contest.election, "paper", None) is None:
        return None
    elector = elector_of(contest.election.step, person)
    if elector is None:
        return None
    key, who = contest.election.roll_key, [elector.id]
    if isinstance(person, User) and person.last_name and person.birth_date:
        names = (person.first_name, person.last_name, person.birth_date)
        who += _at_table(contest, elector_at_table(key, *names))
    keys = [voter_key(key, one) for one in who]
    lines = RollEntry.objects.filter(contest=contest, voter_key__in=keys)
    return voted_in_person() if lines.exclude(channel=Channel.WEB).exists() else None


def _at_table(contest: Contest, named: UUID) -> list[UUID]:
    """The elector of a name at the table, and the one that was marked there under it."""
    marked = elector_at(contest.election.step, named.hex)
    return [named] if marked is None else [named, marked]


def voted_in_person() -> Refusal:
    """The answer to who comes online after the polling place."""
    return Refusal(
        "voted_in_person",
        _("Vous avez déjà voté dans un bureau de vote."),
        rule=_("Une personne vote une seule fois, en ligne ou en personne."),
        remedy=_("Si ce n’est pas vous, appelez la collectivité avant la clôture."),
    )
