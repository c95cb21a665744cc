"""Acts on hundreds of ideas, written at once.

The product's own actions take a dozen statements each; a seed makes a thousand of them. A story
keeps the same rows in memory and writes them together. ``test_write_demo_story`` holds it to what
the actions write.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from preau.accounts.models import Service, User
from preau.kernel import clock
from preau.kernel.text import search_key, slug, sort_key
from preau.ledger.models import Entry
from preau.processes.models import Step
from preau.proposals.actions import CORRECTABLE
from preau.proposals.models import Event, Placement, Proposal, Support, Version
from preau.reviews.actions import STATUS_OF
from preau.reviews.answers import public_answer
from preau.reviews.models import Decision, Verdict

#: What a story changes on a proposal itself.
CHANGED = [
    *("status", "status_at", "merged_into", "service", "due_on", "cost_cents"),
    *("title", "slug", "sort_key", "search_key"),
]
#: Whose words its search key is made of, in order.
KEYED = ("title", "finding", "idea", "audience", "place")


class Story:
    """What happens to ideas, in the order of its calls, each at the hour of the clock."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.proposals: dict[int, Proposal] = {}
        self.placements: dict[tuple[int, int], Placement] = {}
        self.events: list[Event] = []
        self.entries: list[Entry] = []
        self.versions: list[Version] = []
        self.supports: list[Support] = []
        self.decisions: list[tuple[Decision, Entry]] = []

    def assign(
        self, proposal: Proposal, service: Service, actor: User, due_on: date | None = None
    ) -> None:
        """As ``proposals.desk.actions.assign_service``."""
        before, proposal.service = proposal.service, service
        proposal.due_on = due_on
        facts = {"due_on": due_on.isoformat()} if due_on else {}
        named = {"before": str(before or ""), "after": str(service)}
        self._record(proposal, actor, "assigned", **named, **facts)

    def set_status(
        self,
        proposal: Proposal,
        status: str,
        *,
        actor: User,
        label: str,
        sentence: str,
        step: Step,
        kind: str = "status",
        merged_into: Proposal | None = None,
        **data: Any,
    ) -> Entry:
        """As ``proposals.actions.set_status``."""
        at = clock.now()
        before = proposal.status
        proposal.status, proposal.status_at = status, at
        proposal.merged_into = merged_into
        self.placements[proposal.pk, step.pk] = Placement(
            proposal=proposal, step=step, status=status, at=at
        )
        self._tell(proposal, kind, label, sentence, status=status)
        facts = {"before": before, "after": str(status), "sentence": sentence}
        return self._record(proposal, actor, "changed_status", **facts, **data)

    def correct(
        self, proposal: Proposal, *, actor: User, label: str, changes: dict[str, Any], why: str = ""
    ) -> None:
        """As ``proposals.actions.correct_proposal``."""
        shown: dict[str, list[str]] = {}
        for name, value in changes.items():
            before = getattr(proposal, name)
            if before != value:
                shown[name] = ["" if one is None else str(one) for one in (before, value)]
                setattr(proposal, name, value)
        if not shown:
            return
        self.versions.append(
            Version(proposal=proposal, at=clock.now(), by_label=label, changes=shown)
        )
        names = ", ".join(str(CORRECTABLE[name]).lower() for name in shown)
        self._tell(proposal, "corrected", label, f"Correction\u00a0: {names}. {why}".strip())
        self._record(proposal, actor, "corrected", changes=shown, why=why)

    def decide(self, draft: Decision, actor: User) -> None:
        """As ``reviews.actions.decide`` of a first decision, without its mail."""
        proposal = draft.proposal
        if draft.cost_cents is not None:
            cost = {"cost_cents": draft.cost_cents}
            self.correct(proposal, actor=actor, label=draft.signed_by, changes=cost)
        target = draft.merged_into
        if target is not None and proposal.author_id not in (None, target.author_id):
            self.supports.append(
                Support(
                    proposal=target,
                    user_id=proposal.author_id,
                    is_coauthor=True,
                    came_from=proposal,
                    at=draft.at,
                )
            )
        answer = public_answer(draft, draft.step.process)
        entry = self.set_status(
            proposal,
            STATUS_OF[Verdict(draft.verdict)],
            actor=actor,
            label=draft.signed_by,
            sentence=" ".join(one for one in (answer.headline, draft.reason, draft.words) if one),
            step=draft.step,
            kind="answer",
            merged_into=target,
            verdict=str(draft.verdict),
            motive=draft.motive.code if draft.motive else "",
        )
        self.decisions.append((draft, entry))

    def write(self) -> None:
        """Write all that happened since the last time; called in a transaction."""
        Decision.objects.bulk_create([decision for decision, _entry in self.decisions])
        for decision, entry in self.decisions:
            entry.data["decision"] = decision.pk
        for proposal in self.proposals.values():
            proposal.slug, proposal.sort_key = slug(proposal.title), sort_key(proposal.title)[:160]
            words = (getattr(proposal, name) for name in KEYED)
            proposal.search_key = search_key(" ".join(words))
        Proposal.objects.bulk_update(self.proposals.values(), CHANGED, batch_size=100)
        Placement.objects.bulk_create(
            self.placements.values(),
            update_conflicts=True,
            unique_fields=["site", "step", "proposal"],
            update_fields=["status", "at"],
        )
        Event.objects.bulk_create(self.events)
        Entry.objects.bulk_create(self.entries)
        Version.objects.bulk_create(self.versions)
        Support.objects.bulk_create(self.supports, ignore_conflicts=True)
        self.forget()

    def _tell(
        self, proposal: Proposal, kind: str, label: str, sentence: str, *, status: str = ""
    ) -> None:
        self.events.append(
            Event(
                proposal=proposal,
                at=clock.now(),
                kind=kind,
                status=status,
                actor_label=label[:120],
                sentence=sentence,
            )
        )

    def _record(self, proposal: Proposal, actor: User, verb: str, **data: Any) -> Entry:
        self.proposals[proposal.pk] = proposal
        entry = entry_of(proposal, actor, verb, data, name=actor.full_name)
        self.entries.append(entry)
        return entry


def entry_of(
    proposal: Proposal, actor: User, verb: str, data: dict[str, Any], *, name: str = ""
) -> Entry:
    """As ``ledger.actions.record``; ``name`` is that of an agent, residents sign none."""
    return Entry(
        at=clock.now(),
        actor=actor,
        actor_name=name,
        verb=verb,
        subject_kind=proposal._meta.label_lower,
        subject_id=proposal.pk,
        subject_label=str(proposal)[:240],
        process_id=proposal.process_id,
        data=data,
    )
