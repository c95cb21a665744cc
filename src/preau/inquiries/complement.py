"""The complementary inquiry: the project changes after the conclusions, and the public is asked again.

It is an inquiry of its own, with its register, its file and its chain; the same people conduct it,
and those who followed the first one follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.processes.models import Step
from preau.ui.words import day

from .chain import append, instant
from .models import Act, Capacity, Follower, Inquiry, Party, Piece
from .people import add_party
from .policies import may_organise
from .procedure import Told, write_act
from .profiles import Profile
from .terms import refusal_by_dates

SLUG = "enquete-complementaire"


@dataclass(frozen=True)
class Plan:
    """What the order of the complementary inquiry says."""

    changes: str
    opens_at: datetime
    closes_at: datetime
    order_number: str = ""
    order_on: date | None = None
    notice_on: date | None = None


def rules_of(inquiry: Inquiry) -> dict[str, Any] | None:
    """The procedure of the complementary inquiry; None where the text knows none."""
    rule = inquiry.profile.rule("complements")
    if rule is None:
        return None
    lasts = {name: rule[name] for name in ("least_days", "article", "source")}
    kept = {name: value for name, value in inquiry.rules.items() if name != "complements"}
    # Kept in the words of the law, whatever the language of who opens it: it is an act.
    name = f"{inquiry.rules['name']} complémentaire"
    terms = [
        {**one, "days": rule.get("report_days", one["days"]), "article": rule["article"]}
        if one["code"] == "report" and "report_days" in rule
        else one
        for one in kept["terms"]
    ]
    return {**kept, "name": name, "lasts": lasts, "terms": terms, "pieces": rule["pieces"]}


def may_complete(inquiry: Inquiry, person: Any) -> Refusal | None:
    """The authority, once, after the conclusions."""
    refusal = may_organise(inquiry, person)
    if refusal is not None:
        return refusal
    rule = inquiry.profile.rule("complements")
    if rule is None:
        return Refusal("never", _("Cette procédure ne prévoit pas d’enquête complémentaire."))
    article = rule["article"]
    if Inquiry.objects.filter(completes=inquiry).exists():
        return Refusal(
            "twice", _("Une enquête complémentaire est déjà ouverte ou prévue."), rule=article
        )
    if not Act.objects.filter(inquiry=inquiry, kind=Act.Kind.CONCLUSIONS).exists():
        return Refusal(
            "no_conclusions",
            _("Une enquête complémentaire s’ouvre après les conclusions du commissaire enquêteur."),
            rule=article,
            remedy=_("Attendez que le rapport et les conclusions soient inscrits à la page Actes."),
        )
    return None


def refusal_of(inquiry: Inquiry, plan: Plan) -> Refusal | None:
    """Dates that the text does not allow, with the article."""
    rules = rules_of(inquiry)
    if rules is None:
        return Refusal("never", _("Cette procédure ne prévoit pas d’enquête complémentaire."))
    days = timezone.localdate(plan.opens_at), timezone.localdate(plan.closes_at)
    if days[0] <= timezone.localdate(clock.now()):
        return Refusal(
            "too_soon", _("L’ouverture est déjà passée\u00a0: choisissez un jour à venir.")
        )
    acts = {"order": plan.order_on, "notice": plan.notice_on}
    known = {code: day for code, day in acts.items() if day is not None}
    return refusal_by_dates(Profile.read(rules), *days, known)


@transaction.atomic
def complete(*, inquiry: Inquiry, plan: Plan, actor: User) -> Inquiry:
    """Open the complementary inquiry and tell everyone. Raises ``Refused`` with the article."""
    Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    demand(may_complete(inquiry, actor))
    demand(refusal_of(inquiry, plan))
    made = _make(inquiry, plan)
    append(
        made,
        "created",
        made.profile.code,
        title=made.step.title,
        opens_at=instant(plan.opens_at),
        closes_at=instant(plan.closes_at),
        version=made.profile.version,
        by=actor.full_name,
    )
    for party in Party.objects.filter(inquiry=inquiry, until=None):
        add_party(
            inquiry=made,
            capacity=Capacity(party.capacity),
            name=party.name,
            email=party.email,
            user=party.user,
        )
    _carry_followers(inquiry, made)
    told = Told(
        Act.Kind.COMPLEMENT,
        timezone.localdate(clock.now()),
        _("Une enquête complémentaire a lieu du %(first)s au %(last)s")
        % {"first": day(plan.opens_at), "last": day(plan.closes_at)},
        plan.changes,
        data={"opens_at": instant(plan.opens_at), "closes_at": instant(plan.closes_at)},
    )
    write_act(inquiry, told, actor)
    return made


def _make(inquiry: Inquiry, plan: Plan) -> Inquiry:
    first = inquiry.step
    last = Step.objects.filter(process=first.process).aggregate(last=Max("order"))["last"] or 0
    rules = rules_of(inquiry) or {}
    step = Step.objects.create(
        process=first.process,
        order=last + 1,
        kind="inquiry",
        title=rules["name"][:80],
        slug=SLUG,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
    )
    made = Inquiry.objects.create(
        step=step,
        rules=rules,
        completes=inquiry,
        planned_end=plan.closes_at,
        purpose=f"{inquiry.purpose}\n\n{plan.changes}",
        order_number=plan.order_number,
        order_on=plan.order_on,
        notice_on=plan.notice_on,
        **{name: getattr(inquiry, name) for name in _COPIED},
    )
    Piece.objects.bulk_create(
        Piece(
            inquiry=made,
            order=order,
            code=one.code,
            title=one.title,
            article=one.article,
            is_required=one.required,
        )
        for order, one in enumerate(made.profile.pieces, start=1)
    )
    return made


_COPIED = (
    *("decision", "authority", "project_owner", "project_contact", "seat", "places"),
    *("email", "has_web_register", "review", "answers"),
)


def _carry_followers(inquiry: Inquiry, made: Inquiry) -> None:
    """Who said yes to news of the first hears of the second too, with a link to leave it."""
    found = Follower.objects.filter(inquiry=inquiry).exclude(confirmed_at=None)
    Follower.objects.bulk_create(
        Follower(
            inquiry=made,
            email=one.email,
            language=one.language,
            asked_at=one.asked_at,
            confirmed_at=one.confirmed_at,
        )
        for one in found.iterator(chunk_size=1000)
    )
