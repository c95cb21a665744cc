"""The synthesis: its figures, its groups of positions, its publication."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.tenancy.scope import current_site

from .models import Consultation, Contribution, Outcome, Passage, Stance
from .positions import groups
from .queries import figures_of
from .tasks import tell_participants


def figures_now(consultation: Consultation) -> dict[str, Any]:
    """All that the synthesis counts, as plain JSON: the same rows give the same figures."""
    words = Contribution.objects.visible().filter(consultation=consultation).order_by()
    counted = words.aggregate(
        total=Count("pk"),
        families=Count("family", distinct=True),
        grouped=Count("family"),
        authors=Count("author", distinct=True),
    )
    stances = Stance.objects.filter(passage__version__text__consultation=consultation).order_by()
    passages = Passage.objects.filter(
        version__text__consultation=consultation, version__published_at__isnull=False, depth=0
    ).select_related("version__text")
    held = list(passages.order_by("version__text__order", "version__number", "order"))
    return {
        "at": clock.now().isoformat(),
        "voices": stances.values("voice").distinct().count(),
        "positions": stances.count() + sum(p.agree_in + p.amend_in + p.disagree_in for p in held),
        "contributions": counted["total"],
        "distinct": counted["families"] + counted["total"] - counted["grouped"],
        "amendments": words.exclude(rewrite="").count(),
        "authors": counted["authors"],
        "origins": _by(words, "gathering__origin"),
        "outcomes": _by(words, "outcome"),
        "tags": _tags(words),
        "passages": _passages(held),
        "groups": _groups(consultation, held),
    }


def _by(words: Any, name: str) -> dict[str, int]:
    rows = words.values_list(name).annotate(n=Count("pk"))
    return {str(value or ""): n for value, n in rows}


def _tags(words: Any) -> list[dict[str, Any]]:
    rows = words.filter(taggings__isnull=False).values_list(
        "taggings__tag__name", "taggings__tag__key"
    )
    rows = rows.annotate(n=Count("pk"), f=Count("family", distinct=True), g=Count("family"))
    found = [
        {"name": name, "key": key, "n": n, "distinct": f + n - g} for name, key, n, f, g in rows
    ]
    return sorted(found, key=lambda one: (-one["n"], one["name"]))


def _passages(held: list[Passage]) -> list[dict[str, Any]]:
    figures = figures_of(held)
    return [
        {
            "pk": one.pk,
            "text": one.version.text.slug,
            "key": one.key,
            "version": one.version.number,
            "name": (one.title or one.body)[:80],
            "number": one.number,
            "agree": figures[one.pk].agree,
            "amend": figures[one.pk].amend,
            "disagree": figures[one.pk].disagree,
            "words": figures[one.pk].words,
        }
        for one in held
        if figures[one.pk].total or figures[one.pk].words
    ]


def _groups(consultation: Consultation, held: list[Passage]) -> dict[str, Any]:
    voices: dict[str, dict[int, str]] = {}
    rows = Stance.objects.filter(passage__in=held).values_list("voice", "passage", "position")
    for voice, passage, position in rows.order_by().iterator(chunk_size=5000):
        voices.setdefault(voice, {})[passage] = position
    found = groups(voices, least=consultation.least_group)
    counts = {str(pk): [list(row) for row in rows] for pk, rows in (found.counts or {}).items()}
    return {"sizes": list(found.sizes), "placed": found.placed, "counts": counts}


@transaction.atomic
def save_synthesis(*, consultation: Consultation, words: str, actor: User) -> None:
    """Keep what is written, and count again. Raises ``Refused``."""
    demand(may_run_process(actor, consultation.step.process_id))
    consultation.synthesis = words
    fields = ["synthesis"]
    if consultation.published_at is None:
        consultation.figures = figures_now(consultation)
        fields.append("figures")
    consultation.save(update_fields=fields)


@transaction.atomic
def publish_synthesis(*, consultation: Consultation, words: str, actor: User) -> None:
    """Everyone reads it, with the figures of this hour; who took part is told by mail, once."""
    process_id = consultation.step.process_id
    demand(may_run_process(actor, process_id))
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    is_first = held.published_at is None
    consultation.synthesis, consultation.figures = words, figures_now(consultation)
    consultation.published_at = held.published_at or clock.now()
    consultation.save(update_fields=["synthesis", "figures", "published_at"])
    record(actor=actor, verb="published_synthesis", subject=consultation, process_id=process_id)
    if is_first:
        tell_participants.defer(site_id=current_site().pk, consultation_id=consultation.pk)


def waiting_answers(consultation: Consultation) -> int:
    """Contributions in sight that nobody has answered yet."""
    found = Contribution.objects.visible().filter(consultation=consultation)
    return found.exclude(outcome__in=Outcome.values).count()
