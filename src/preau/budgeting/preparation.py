"""Before the vote: the list that would be drawn now, and what still blocks the opening."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.counting import BallotRules, Kind, RuleDocument
from preau.counting import Envelope as RuleEnvelope
from preau.kernel import clock
from preau.processes.kinds import Check
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status
from preau.voting.actions import OptionDraft
from preau.voting.formats import ballot_formats
from preau.voting.models import Contest, Option
from preau.voting.policies import may_seal

from .models import BallotText, Edition

#: The formats of which an edition limits the number of choices.
LIMITED = ("ranked", "approval", "for-against")


@dataclass
class BallotList:
    """What the drawing of the list met: options by zone, and what stays out with its reason."""

    by_zone: dict[int | None, list[Proposal]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[tuple[Proposal, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(found) for found in self.by_zone.values())


def ballot_list(process: Process) -> BallotList:
    """The list that would be drawn now: retained projects with a cost that their envelope bears.

    When the town has the only envelope, it pays for the projects of every neighbourhood.
    """
    edition = Edition.objects.prefetch_related("envelopes").get(process=process)
    envelopes = {envelope.zone_id: envelope.cents for envelope in edition.envelopes.all()}
    has_one_for_all = set(envelopes) == {None}
    found = BallotList()
    retained = Proposal.objects.of(process).filter(status=Status.RETAINED).for_cards()
    retained = retained.select_related("ballot_text", "theme", "zone", "picture", "process")
    for proposal in retained.order_by("number"):
        zone_id = None if has_one_for_all else proposal.zone_id
        envelope = envelopes.get(zone_id)
        if envelope is None:
            found.left_out.append((proposal, _("Aucune enveloppe pour ce quartier.")))
        elif proposal.cost_cents is None:
            found.left_out.append((proposal, _("Le coût étudié manque.")))
        elif proposal.cost_cents > envelope:
            found.left_out.append((proposal, _("Le coût dépasse l’enveloppe à lui seul.")))
        else:
            found.by_zone[zone_id].append(proposal)
    return found


def rule_document(edition: Edition, envelope_cents: int, name: str) -> RuleDocument:
    """The edition's counting choices as the library's rule document."""
    way = ballot_formats.get(edition.ballot_format)
    limits = way.default_limits(envelope_cents) | edition.ballot_rules
    if edition.ballot_format in LIMITED:
        limits["max_choices"] = edition.max_choices
    ranked = edition.ballot_format == "ranked"
    return RuleDocument(
        rule="greedy",
        fit=edition.fit,
        ballot=BallotRules(Kind(edition.ballot_format), **limits),
        points=tuple(edition.points) if ranked else way.default_points(limits),
        envelopes=(RuleEnvelope(name, envelope_cents),),
        ties=tuple(edition.ties),
    )


def agreed_text(proposal: Proposal) -> BallotText | None:
    """The text for the ballot, once its author accepted it; None keeps the idea's own words."""
    held = getattr(proposal, "ballot_text", None)
    is_agreed = held is not None and held.state == BallotText.State.AGREED
    return held if is_agreed else None


def option_draft(proposal: Proposal) -> OptionDraft:
    """What of a proposal goes on the ballot, as it is today."""
    agreed = agreed_text(proposal)
    return OptionDraft(
        number=proposal.number,
        title=agreed.title if agreed else proposal.title,
        summary=agreed.summary if agreed else proposal.idea[:400],
        cost_cents=proposal.cost_cents or 0,
        zone_id=proposal.zone_id,
        picture_id=proposal.picture_id,
        theme=proposal.theme.name if proposal.theme else "",
        source_kind="proposal",
        source_id=proposal.pk,
    )


def contest_name(zone: Any) -> str:
    return zone.name if zone else str(_("Toute la ville"))


def is_list_current(process: Process, contests: list[Contest]) -> bool:
    """The drawn contests hold exactly what a drawing made now would give."""
    edition = Edition.objects.prefetch_related("envelopes__zone").get(process=process)
    now = ballot_list(process)
    wanted = {}
    for envelope in edition.envelopes.all():
        proposals = now.by_zone.get(envelope.zone_id)
        if proposals:
            rule = rule_document(edition, envelope.cents, contest_name(envelope.zone))
            drafts = [option_draft(proposal) for proposal in proposals]
            wanted[envelope.zone_id] = (rule.sha256(), drafts)
    options: dict[int, list[OptionDraft]] = defaultdict(list)
    for option in Option.objects.filter(contest__in=contests):
        options[option.contest_id].append(_draft_of(option))
    drawn = {
        contest.zone_id: (contest.document.sha256(), options[contest.pk]) for contest in contests
    }
    return wanted == drawn


def _draft_of(option: Option) -> OptionDraft:
    return OptionDraft(**{name: getattr(option, name) for name in OptionDraft.__dataclass_fields__})


def checklist(process: Process, contests: list[Contest]) -> list[Check]:
    """What must be done before the vote opens, in the order of doing it."""
    edition = Edition.objects.filter(process=process).prefetch_related("envelopes").first()
    has_envelopes = edition is not None and bool(edition.envelopes.all())
    drawn = bool(contests)
    checks = [
        Check(_("Fixer les enveloppes"), has_envelopes, _url("envelopes", process)),
        _dates(process),
        Check(_("Dresser la liste des projets"), drawn, f"{_url('edition', process)}#liste"),
    ]
    if drawn and edition is not None:
        checks.append(
            Check(
                _("Dresser la liste de nouveau : elle a changé depuis"),
                is_list_current(process, contests),
                f"{_url('edition', process)}#liste",
            )
        )
        checks += _left_out(process)
        checks += _sealed_box(process, contests)
    checks.append(
        Check(_("Publier la démarche"), process.state == Process.State.PUBLISHED, _desk(process))
    )
    return checks


def _sealed_box(process: Process, contests: list[Contest]) -> list[Check]:
    """A secret contest waits for the key of its board."""
    secret = [contest for contest in contests if contest.is_secret]
    if not secret:
        return []
    is_ready = may_seal(secret[0].election, secret) is None
    page = reverse("voting_desk:sealed", args=[process.slug])
    return [Check(_("Faire l’essai de la clé du bureau pour le vote secret"), is_ready, page)]


def _left_out(process: Process) -> list[Check]:
    left_out = len(ballot_list(process).left_out)
    label = ngettext(
        "Décider du projet retenu qui n’est pas sur la liste",
        "Décider des %(n)s projets retenus qui ne sont pas sur la liste",
        left_out,
    ) % {"n": left_out}
    return [Check(label, left_out == 0, f"{_url('edition', process)}#liste", blocking=False)]


def _dates(process: Process) -> Check:
    step = process.step_of_kind("vote")
    is_dated = (
        step is not None
        and step.opens_at is not None
        and step.closes_at is not None
        and step.closes_at > clock.now()
    )
    return Check(
        _("Donner au vote une ouverture et une clôture à venir"),
        is_dated,
        reverse("desk:calendar", args=[process.slug]),
    )


def _url(name: str, process: Process) -> str:
    return reverse(f"budgeting_desk:{name}", args=[process.slug])


def _desk(process: Process) -> str:
    return reverse("desk:process", args=[process.slug])
