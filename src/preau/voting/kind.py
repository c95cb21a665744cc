"""The step kind « vote »: what its Now box says, to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person, User
from preau.electorate.queries import elector_of
from preau.kernel.refusal import Refusal, Refused
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.processes.requirements import kind_of, refusal_by_requirements, requirements_of
from preau.ui.words import moment, number

from .actions.setting import move_dates
from .formats import ballot_formats
from .models import Contest, Election
from .queries import contests_voted, election_of, know_elections, turnout

MINUTES = 4


class VoteKind(StepKind):
    code = "vote"
    label = gettext_lazy("Vote")
    noun = gettext_lazy("le vote")
    desk_label = gettext_lazy("Vote sur papier")
    is_binding = True
    tells_apart = True

    def dates_moved(self, step: Step, *, reason: str, actor: User) -> None:
        """Boxes open and close with their step; a box already closed refuses the whole move."""
        election = Election.objects.filter(step=step).first()
        if election is None:
            return
        if step.opens_at is None or step.closes_at is None:
            raise Refused(
                Refusal("no_dates", _("Donnez au vote une date d’ouverture et une date de fin."))
            )
        moved = move_dates(
            election=election,
            opens_at=step.opens_at,
            closes_at=step.closes_at,
            reason=reason,
            actor=actor,
        )
        if isinstance(moved, Refusal):
            raise Refused(moved)

    def prepare(self, steps: list[Step], person: Person) -> None:
        prefetch_related_objects(steps, "requirements")
        know_elections(steps, person)

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        election = election_of(step)
        contests = list(election.contests.all()) if election is not None else []
        state = step.state_at(at)
        if state is StepState.CLOSED:
            return self._finished(step, contests)
        if contests and contests[0].suspended_at is not None:
            return Now(NowState.BETWEEN, _("Le vote est suspendu"), contests[0].hours_reason)
        if state is StepState.FUTURE or election is None or not _are_open(contests, at):
            return self._between(step, state)
        refusal = refusal_by_requirements(step, person, at)
        if refusal is not None:
            return Now(
                NowState.REFUSED,
                _("En ce moment\u00a0: le vote"),
                f"{refusal.reason} {refusal.remedy}",
                act=Act(
                    _what_to_read(contests), reverse("public:process", args=[step.process.slug])
                ),
                until=step.closes_at,
            )
        return self._open(step, election, contests, person)

    def _open(self, step: Step, election: Election, contests: list[Contest], person: Person) -> Now:
        voted = contests_voted(election, person)
        start = reverse("voting:start", args=[step.process.slug])
        done = [contest for contest in contests if contest.pk in voted]
        if not done:
            return Now(
                NowState.OPEN,
                _("En ce moment\u00a0: le vote"),
                _invitation(contests) + _change_of_hours(contests),
                act=Act(_("Voter"), start),
                until=step.closes_at,
                who=_who(step),
                minutes=MINUTES,
            )
        names = ", ".join(f"«\u00a0{contest.title}\u00a0»" for contest in done)
        if all(contest.is_secret for contest in done):
            text = _("Dans l’urne\u00a0: %(names)s. Un bulletin scellé ne se change plus.")
        else:
            text = _(
                "Dans l’urne\u00a0: %(names)s. Vous pouvez changer d’avis, le dernier bulletin compte."
            )
        return Now(
            NowState.DONE,
            _("Vous avez voté"),
            text % {"names": names} + _change_of_hours(contests),
            act=Act(_("Revoir mon bulletin"), done[0].url("receipt")),
            until=step.closes_at,
            second_act=_another(contests, voted, person, start),
        )

    def _between(self, step: Step, state: StepState) -> Now:
        if state is StepState.FUTURE and step.opens_at is not None:
            return Now(
                NowState.BETWEEN,
                _("Prochaine étape\u00a0: le vote"),
                _("Le vote ouvre le %(moment)s.") % {"moment": moment(step.opens_at)},
                until=step.opens_at,
                who=_who(step),
            )
        return Now(
            NowState.BETWEEN,
            _("Le vote se prépare"),
            _("Les bulletins et les règles du scrutin vont être arrêtés."),
        )

    def _finished(self, step: Step, contests: list[Contest]) -> Now:
        counted = [contest for contest in contests if contest.state == Contest.State.COUNTED]
        if contests and len(counted) == len(contests):
            text = _("Les bulletins sont dépouillés. La liste des reçus comptés est publique.")
        else:
            text = _("L’urne est fermée. Le dépouillement est en cours.")
        lists = [Act(_("Vérifier un reçu"), reverse("voting:verify"))] if contests else [None]
        return Now(NowState.FINISHED, _("Le vote est terminé"), text, second_act=lists[0])

    def summary(self, step: Step) -> Any:
        """The number of voters, never a score."""
        election = Election.objects.filter(step=step).first()
        if election is None or step.state is StepState.FUTURE:
            return step.summary
        voters = turnout(election).voters
        if voters == 0:
            return _("Aucun bulletin pour l’instant") if step.is_open else _("Aucun bulletin")
        return ngettext("%(n)s personne a voté", "%(n)s personnes ont voté", voters) % {
            "n": number(voters)
        }

    def desk_url(self, step: Step) -> str:
        """The page of paper."""
        return reverse("voting_paper:overview", args=[step.process.slug])

    def checklist(self, step: Step) -> list[Check]:
        election = election_of(step)
        contests = list(election.contests.all()) if election is not None else []
        has_options = bool(contests) and not any(
            not contest.options.exists() for contest in contests
        )
        is_frozen = bool(contests) and all(
            contest.state != Contest.State.DRAFT for contest in contests
        )
        return [
            Check(_("Des dates d’ouverture et de fin"), bool(step.opens_at and step.closes_at)),
            Check(_("Des bulletins remplis"), has_options, blocking=False),
            Check(_("Les bulletins et les règles arrêtés"), is_frozen, blocking=False),
        ]


def _change_of_hours(contests: list[Contest]) -> str:
    """Why the hours of an open vote are not those that were announced; empty when they are."""
    reason = contests[0].hours_reason if contests else ""
    if not reason:
        return ""
    return " " + _("Les heures du vote ont changé\u00a0: %(why)s") % {"why": reason}


def _invitation(contests: list[Contest]) -> str:
    """What one is asked to do: the question itself, or how the ballot is filled in."""
    first = contests[0]
    if first.question and len(contests) > 1:
        return _("%(n)s questions vous sont posées.") % {"n": number(len(contests))}
    if first.question:
        return first.question
    if first.ballot_format == "ranked":
        return _("Classez les projets que vous préférez.")
    return ballot_formats.get(first.ballot_format).advice(first)[0]


def _what_to_read(contests: list[Contest]) -> str:
    return _("Lire la question") if contests[0].question else _("Lire les projets")


def _another(contests: list[Contest], voted: set[int], person: Person, url: str) -> Act | None:
    """The way to a ballot that is not in the box yet."""
    if not _has_another(contests, voted, person):
        return None
    if contests[0].question:
        return Act(_("Répondre à une autre question"), url)
    return Act(_("Voter sur l’autre bulletin"), url)


def _are_open(contests: list[Contest], at: datetime) -> bool:
    return bool(contests) and all(contest.is_open_at(at) for contest in contests)


def _has_another(contests: list[Contest], voted: set[int], person: Person) -> bool:
    """One of the voter's two ballots is not in the box yet."""
    elector = elector_of(contests[0].election.step, person)
    zone_id = elector.zone_id if elector is not None else None
    has_zone = any(contest.zone_id for contest in contests if contest.pk in voted)
    return any(
        contest.zone_id is None or (contest.zone_id == zone_id and not has_zone)
        for contest in contests
        if contest.pk not in voted
    )


def _who(step: Step) -> str:
    """« Dès 11 ans, pour les habitantes et habitants. », from the requirements."""
    said = [kind_of(one).brief(one) for one in requirements_of(step)]
    words = ", ".join(brief for brief in said if brief)
    return f"{words[:1].upper()}{words[1:]}." if words else ""
