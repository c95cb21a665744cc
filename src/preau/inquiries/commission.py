"""Acts of who conducts the inquiry on the register: publish, mask, cut into points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from .chain import append
from .models import Attachment, Inquiry, Mask, Observation, Party, Point, Theme
from .policies import may_answer, may_conduct, may_study


@transaction.atomic
def publish_observations(
    *, inquiry: Inquiry, observations: Iterable[Observation], actor: User
) -> int:
    """Let everyone read these; how many were not public yet. Nothing is ever unpublished."""
    demand(may_conduct(inquiry, actor))
    waiting = Observation.objects.filter(
        inquiry=inquiry, pk__in=[one.pk for one in observations], published_at=None
    )
    refs = [one.ref for one in waiting.order_by("is_late", "number")]
    if not refs:
        return 0
    waiting.update(published_at=clock.now())
    append(inquiry, "published", "", observations=refs, by=actor.full_name)
    record(
        actor=actor,
        verb="published_observations",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        n=len(refs),
    )
    return len(refs)


@transaction.atomic
def mask_span(
    *, observation: Observation, start: int, end: int, reason: str, actor: User
) -> Mask | Refusal:
    """Hide signs ``start`` to ``end`` from everyone, with a motive; the original stays sealed.

    A value is refused: a span outside of the text. Never for being off the subject, hostile or
    repeated: no such reason exists.
    """
    inquiry = observation.inquiry
    demand(may_conduct(inquiry, actor))
    if reason not in Mask.Reason.values:
        return Refusal("unknown_reason", _("Choisissez un motif."))
    if not 0 <= start < end <= len(observation.text):
        return Refusal("outside", _("Ce passage n’est pas dans le texte de l’observation."))
    link = append(
        inquiry,
        "mask",
        observation.ref,
        start=start,
        end=end,
        reason=reason,
        by=actor.full_name,
    )
    mask = Mask.objects.create(
        observation=observation, start=start, end=end, reason=reason, by=actor, at=link.at
    )
    _record_mask(observation, reason, actor)
    observation.refresh_from_db(fields=["public_text"])
    return mask


def mask_passage(
    *, observation: Observation, passage: str, reason: str, actor: User
) -> Mask | Refusal:
    """Hide a passage by its words, as they stand in the text; refused when they are not there."""
    start = observation.text.find(passage) if passage else -1
    if start < 0:
        return Refusal(
            "not_found",
            _("Ce passage n’est pas dans le texte, mot pour mot."),
            remedy=_("Copiez-le depuis l’observation."),
        )
    end = start + len(passage)
    return mask_span(observation=observation, start=start, end=end, reason=reason, actor=actor)


@transaction.atomic
def mask_attachment(*, attachment: Attachment, reason: str, actor: User) -> Mask | Refusal:
    """Hide a document joined to an observation; its name stays, as « masked »."""
    observation = attachment.observation
    demand(may_conduct(observation.inquiry, actor))
    if reason not in Mask.Reason.values:
        return Refusal("unknown_reason", _("Choisissez un motif."))
    link = append(
        observation.inquiry,
        "mask",
        observation.ref,
        attachment=attachment.order,
        reason=reason,
        by=actor.full_name,
    )
    mask = Mask.objects.create(
        observation=observation,
        attachment=attachment,
        start=0,
        end=0,
        reason=reason,
        by=actor,
        at=link.at,
    )
    _record_mask(observation, reason, actor)
    return mask


def _record_mask(observation: Observation, reason: str, actor: User) -> None:
    record(
        actor=actor,
        verb="masked_observation",
        subject=observation,
        process_id=observation.inquiry.step.process_id,
        reason=str(Mask.Reason(reason).label),
    )


@dataclass(frozen=True)
class Cut:
    """One point as the commissioner writes it."""

    text: str
    theme: Theme | None = None
    parcel: str = ""
    assigned_to: Party | None = None
    note: str = ""


@transaction.atomic
def write_point(*, observation: Observation, cut: Cut, actor: User) -> Point:
    """Add a point to an observation."""
    demand(may_study(observation.inquiry, actor))
    Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    last = Point.objects.filter(observation=observation).aggregate(last=Max("order"))["last"] or 0
    return Point.objects.create(
        observation=observation,
        order=last + 1,
        text=cut.text,
        theme=cut.theme,
        parcel=cut.parcel,
        assigned_to=cut.assigned_to,
        note=cut.note,
    )


@transaction.atomic
def drop_point(*, point: Point, actor: User) -> None:
    """Take back a point; the observation stays as it is."""
    demand(may_study(point.observation.inquiry, actor))
    point.delete()


@transaction.atomic
def add_theme(*, inquiry: Inquiry, title: str, actor: User) -> Theme | Refusal:
    """One more theme, at the end; refused when there is one of that name."""
    demand(may_study(inquiry, actor))
    if Theme.objects.filter(inquiry=inquiry, title=title).exists():
        return Refusal("theme_exists", _("Ce thème existe déjà."))
    last = Theme.objects.filter(inquiry=inquiry).aggregate(last=Max("order"))["last"] or 0
    return Theme.objects.create(inquiry=inquiry, title=title, order=last + 1)


@transaction.atomic
def cut_alike(*, observation: Observation, cut: Cut, actor: User) -> int:
    """The same point on every copy of a form letter that has none yet; how many got it."""
    demand(may_study(observation.inquiry, actor))
    if not observation.likeness:
        return 0
    alike = Observation.objects.filter(
        inquiry=observation.inquiry, likeness=observation.likeness, points=None
    )
    made = Point.objects.bulk_create(
        Point(observation=one, order=1, text=cut.text, theme=cut.theme, parcel=cut.parcel)
        for one in alike
    )
    return len(made)


@transaction.atomic
def answer_theme(*, theme: Theme, answer: str, actor: User) -> None:
    """The project owner's answer to a theme, part of the « mémoire en réponse »."""
    demand(may_answer(theme.inquiry, actor))
    theme.answer = answer
    theme.save(update_fields=["answer"])


@transaction.atomic
def answer_point(*, point: Point, answer: str, actor: User) -> None:
    """The project owner's answer to one point."""
    demand(may_answer(point.observation.inquiry, actor))
    point.answer = answer
    point.save(update_fields=["answer"])


@transaction.atomic
def analyse_theme(*, theme: Theme, analysis: str, actor: User) -> None:
    """What the commissioner thinks of a theme, for the report."""
    demand(may_study(theme.inquiry, actor))
    theme.analysis = analysis
    theme.save(update_fields=["analysis"])
