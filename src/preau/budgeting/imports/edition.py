"""From ballot files to an edition that was voted, sealed, counted and proclaimed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from preau.accounts.models import User
from preau.counting import Candidate, Kind
from preau.counting import Envelope as RuleEnvelope
from preau.counting.pabulib import FileError, PbElection, read_election
from preau.counting.pabulib.rules import rule_for
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import CollectionSettings, Proposal, Status, Theme
from preau.territory.models import Zone
from preau.voting import actions as voting
from preau.voting.imports import close_now, import_ballots, open_for_import
from preau.voting.models import Contest, Election
from preau.voting.queries import current_count

from ..actions import proclaim_winners, set_envelopes
from ..models import Edition
from .errors import ImportRefused
from .zones import load_zones, make_zone, zone_of

FORMATS = {Kind.RANKED: "ranked", Kind.APPROVAL: "approval", Kind.SINGLE: "approval"}


@dataclass
class ContestReport:
    """What became of one file."""

    file: str
    title: str
    options: int = 0
    ballots: int = 0
    #: None while a tie waits for its draw.
    winners: int | None = None
    #: None when the file publishes no winners; else whether ours are the same.
    same_as_published: bool | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass
class ImportReport:
    """What the import met, file by file, for the person who runs it."""

    process: Process
    contests: list[ContestReport] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def import_edition(
    *, name: str, files: list[Path], actor: User, zones_file: Path | None = None
) -> ImportReport:
    """Make an edition of ``files`` in the current site, whole or not at all.

    Everything goes through the product's own models: proposals, contests, box, count, seal. Dates
    are those of the files. A file that holds the union of the others is passed over, and said so.
    Raises ``ImportRefused`` with the file and the reason.
    """
    if Process.objects.filter(slug=slug(name)).exists():
        raise ImportRefused(
            f"La démarche « {name} » existe déjà sur ce site : choisissez un autre nom."
        )
    elections = [_read(path) for path in files]
    kept, skipped = _without_union(elections)
    with transaction.atomic():
        zones = load_zones(zones_file) if zones_file else []
        process = _make_process(name, kept)
        report = ImportReport(process, skipped=skipped)
        builder = _Builder(process, zones, actor, report)
        for election in kept:
            builder.add(election)
        builder.finish()
    return report


def _read(path: Path) -> PbElection:
    try:
        election = read_election(path)
    except FileError as error:
        raise ImportRefused(str(error)) from error
    except OSError as error:
        raise ImportRefused(f"{path} : {error.strerror or error}.") from error
    if election.ballot.kind not in FORMATS:
        raise ImportRefused(
            f"{path} : l’import prend les bulletins classés et par approbation ;"
            f" celui-ci est « {election.meta.get('vote_type')} »."
        )
    return election


def _without_union(elections: list[PbElection]) -> tuple[list[PbElection], list[str]]:
    """Leave out a file whose options are exactly those of all the others together."""
    for election in elections:
        others = [one for one in elections if one is not election]
        ids = {candidate.id for candidate in election.candidates}
        if len(others) > 1 and ids == {c.id for one in others for c in one.candidates}:
            said = (
                f"{election.path.name} : réunit les projets des {len(others)} autres fichiers ;"
                " ils sont déjà importés, quartier par quartier."
            )
            return others, [said]
    return elections, []


def _date(election: PbElection, key: str) -> datetime | None:
    try:
        return datetime.strptime(election.meta.get(key, ""), "%d.%m.%Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _make_process(name: str, elections: list[PbElection]) -> Process:
    starts = [day for one in elections if (day := _date(one, "date_begin"))]
    ends = [day for one in elections if (day := _date(one, "date_end"))]
    last = max(ends, default=clock.now() - timedelta(days=30))
    first = min(starts, default=last - timedelta(days=14))
    ends_at = max(last, first) + timedelta(days=1)
    options = sum(len(one.candidates) for one in elections)
    process = Process.objects.create(
        title=name,
        slug=slug(name),
        blueprint="participatory_budget",
        summary=f"{options} projets ont été soumis au vote.",
        state=Process.State.PUBLISHED,
        published_at=clock.now(),
    )
    half_year = timedelta(days=180)
    steps = [
        ("collection", "Dépôt des idées", "depot", first - half_year, first - half_year / 2),
        ("review", "Analyse", "analyse", first - half_year / 2, first),
        ("vote", "Vote", "vote", first, ends_at),
        ("results", "Résultats", "resultats", ends_at, None),
        ("delivery", "Réalisation", "realisation", ends_at + timedelta(days=30), None),
    ]
    for order, (kind, title, name_slug, opens_at, closes_at) in enumerate(steps, start=1):
        step = Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=title,
            slug=name_slug,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        if kind == "collection":
            CollectionSettings.objects.create(step=step)
    return process


def _choices(election: PbElection, numbers: list[int]) -> list[int]:
    """Choices as the box keeps them: ranked ones in their order, others as the bundle sorts them."""
    return numbers if election.ballot.kind is Kind.RANKED else sorted(numbers, key=str)


class _Builder:
    """Adds files one after the other to the edition, then seals, counts and proclaims."""

    def __init__(
        self, process: Process, zones: list[Zone], actor: User, report: ImportReport
    ) -> None:
        self.process, self.zones, self.actor, self.report = process, zones, actor, report
        self.deposit = process.ordered_steps[0]
        self.election: Election = voting.create_election(step=process.ordered_steps[2], actor=actor)
        self.themes: dict[str, Theme] = {}
        self.proposals: dict[str, Proposal] = {}
        self.envelopes: dict[int | None, int] = {}
        self.pending: list[tuple[Contest, PbElection, dict[str, int], ContestReport]] = []

    def add(self, election: PbElection) -> None:
        zone = self._zone(election)
        zone_id = zone.pk if zone else None
        if zone_id in self.envelopes:
            raise ImportRefused(
                f"{election.path} : un autre fichier porte déjà sur"
                f" « {zone.name if zone else 'toute la ville'} »."
            )
        numbers = {
            candidate.id: self._proposal(candidate.id, candidate, zone).number
            for candidate in election.candidates
        }
        cents = int(election.budget * 100)
        self.envelopes[zone_id] = cents
        title = zone.name if zone else "Toute la ville"
        contest = self._contest(election, zone, title, cents, numbers)
        report = ContestReport(
            election.path.name,
            title,
            options=len(numbers),
            remarks=[remark.said("fr") for remark in election.remarks],
        )
        currency = election.meta.get("currency", "EUR")
        if currency != "EUR":
            report.remarks.append(
                f"Les montants du fichier sont en {currency} : ils s’affichent en euros, sans conversion."
            )
        self.report.contests.append(report)
        self.pending.append((contest, election, numbers, report))

    def _zone(self, election: PbElection) -> Zone | None:
        district = election.meta.get("subunit", "")
        if not district:
            return None
        return zone_of(district, self.zones) or make_zone(district, len(self.envelopes) + 1)

    def _proposal(self, source: str, candidate: Candidate, zone: Zone | None) -> Proposal:
        if source in self.proposals:
            return self.proposals[source]
        number = int(source) if source.isdigit() and int(source) < 1_000_000 else None
        proposal = submit_proposal(
            step=self.deposit,
            author=None,
            number=number,
            deposit=Deposit(
                title=(candidate.name or source)[:120],
                idea=candidate.name or source,
                theme=self._theme(candidate.category),
                zone_id=zone.pk if zone else None,
                declared_cost_cents=int(candidate.cost * 100),
                source_ref=source[:80],
            ),
        )
        Proposal.objects.filter(pk=proposal.pk).update(
            cost_cents=int(candidate.cost * 100),
            status=Status.RETAINED,
            submitted_at=self.deposit.opens_at,
            status_at=self.deposit.opens_at,
        )
        self.proposals[source] = proposal
        return proposal

    def _theme(self, category: str) -> Theme | None:
        name = category.split(",")[0].strip()
        if not name:
            return None
        if name not in self.themes:
            self.themes[name], _created = Theme.objects.get_or_create(
                code=slug(name)[:40], defaults={"name": name[:60], "order": len(self.themes)}
            )
        return self.themes[name]

    def _contest(
        self,
        election: PbElection,
        zone: Zone | None,
        title: str,
        cents: int,
        numbers: dict[str, int],
    ) -> Contest:
        rule = replace(rule_for(election), envelopes=(RuleEnvelope(title, cents),))
        contest = voting.add_contest(
            election=self.election,
            zone=zone,
            title=title,
            envelope_cents=cents,
            max_choices=rule.ballot.max_choices or len(numbers),
            points=tuple(int(points) for points in rule.points),
            ballot_format=FORMATS[election.ballot.kind],
            rule=rule.to_dict(),
            actor=self.actor,
        )
        voting.set_options(
            contest=contest,
            actor=self.actor,
            options=[
                voting.OptionDraft(
                    number=numbers[one.id],
                    title=(one.name or one.id)[:160],
                    summary="",
                    cost_cents=int(one.cost * 100),
                    zone_id=zone.pk if zone else None,
                    picture_id=None,
                    theme=one.category[:60],
                    source_kind="proposal",
                    source_id=self.proposals[one.id].pk,
                )
                for one in election.candidates
            ],
        )
        return contest

    def finish(self) -> None:
        edition: Edition = set_envelopes(
            process=self.process, cents_by_zone=self.envelopes, actor=self.actor
        )
        open_for_import(election=self.election, actor=self.actor)
        for contest, election, numbers, report in self.pending:
            contest.refresh_from_db(fields=["state", "opens_at", "closes_at"])
            groups = (
                (_choices(election, [numbers[option] for option in ballot.options]), times)
                for ballot, times in election.profile.ballots.items()
            )
            report.ballots = import_ballots(contest=contest, groups=groups, actor=self.actor)
            for reason, times in election.profile.spoiled.items():
                report.remarks.append(f"{times} bulletins nuls laissés de côté : {reason}.")
        close_now(election=self.election, actor=self.actor)
        for contest, election, numbers, report in self.pending:
            self._compare(contest, election, numbers, report)
        if all(report.winners is not None for report in self.report.contests):
            edition.process = self.process
            proclaim_winners(process=self.process, actor=self.actor)

    def _compare(
        self,
        contest: Contest,
        election: PbElection,
        numbers: dict[str, int],
        report: ContestReport,
    ) -> None:
        count = current_count(contest)
        if count is None or count.needs_draw:
            report.remarks.append("Égalité décisive : un tirage au sort doit être enregistré.")
            return
        report.winners = len(count.winners)
        if election.published is not None:
            official = {numbers[option] for option in election.published}
            report.same_as_published = official == set(count.winners)
