"""What services and reviews leave in the drawers of a twin city."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone


def fill_services(twin: Any) -> None:
    """A rule that fits an idea which nobody was asked to study yet."""
    from preau.proposals.models import Proposal
    from preau.services.models import Rule

    things = twin.things
    free = Proposal.objects.filter(process__slug="deuxieme").order_by("number")[1]
    Proposal.objects.filter(pk=free.pk).update(service=None)
    rule = Rule.objects.create(order=0, theme_id=free.theme_id, service_id=things["service"])
    things["free"], things["rule"] = free.number, rule.pk


def fill_reviews(twin: Any) -> None:
    """Two services are asked about an idea: one opinion for the agent, one for the link of a mail."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from preau.proposals.models import Proposal, Status
    from preau.reviews.links import opinion_link, precision_link
    from preau.reviews.notes import add_note
    from preau.reviews.opinions import ask_opinions
    from preau.reviews.precisions import ask_author

    things = twin.things
    idea = Proposal.objects.get(process__slug="deuxieme", number=things["waiting"])
    held = next(one for one in twin.agent.roles if one.service_id is not None)
    other = idea.service if idea.service_id != held.service_id else None
    services = [held.service, *([other] if other else [])]
    asked = ask_opinions(proposal=idea, step=things["review"], services=services, actor=twin.owner)
    file = SimpleUploadedFile("devis.pdf", b"%PDF-1.7 devis")
    note = add_note(proposal=idea, words="Un devis", files=[file], author=twin.agent)
    things["attachment"] = note.attachments.all()[0].pk
    late = Proposal.objects.filter(
        process__slug="deuxieme", status=Status.REVIEW, author__isnull=False
    )
    question = ask_author(
        proposal=late.exclude(pk=idea.pk)[0],
        step=things["review"],
        question="Où ?",
        due_on=timezone.localdate() + timedelta(days=9),
        actor=twin.owner,
    )
    things["precision"] = precision_link(question).rsplit("/", 2)[1]
    things["opinion"] = asked[0].pk
    things["opinion_link"] = opinion_link(asked[0], twin.agent).rsplit("/", 2)[1]
