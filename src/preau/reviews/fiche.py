"""The sections of the study file: what each holds, who wrote it, who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.services.queries import services_of

from .models import Fiche, SectionMark
from .policies import may_fill


@dataclass(frozen=True)
class Section:
    """A topic of the file, written and signed apart from the others."""

    code: str
    title: Any
    fields: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "land",
        gettext_lazy("Foncier"),
        ("land_parcel", "land_owner", "land_status", "land_heritage", "land_zoning"),
    ),
    Section("power", gettext_lazy("Compétence"), ("power", "power_words")),
    Section(
        "technique",
        gettext_lazy("Faisabilité technique"),
        ("is_feasible", "feasible_words", "variants"),
    ),
    Section("permits", gettext_lazy("Juridique et urbanisme"), ("permits",)),
    Section(
        "cost",
        gettext_lazy("Coût d’investissement"),
        (
            "cost_studies_cents",
            "cost_works_cents",
            "cost_equipment_cents",
            "cost_vat_cents",
            "cost_unforeseen_cents",
        ),
    ),
    Section(
        "running",
        gettext_lazy("Coût de fonctionnement"),
        ("running_cents", "running_by", "running_words"),
    ),
    Section("staff", gettext_lazy("Temps des agents"), ("staff_days", "staff_words")),
    Section("calendar", gettext_lazy("Calendrier"), ("delay_months", "depends_on")),
    Section(
        "effects",
        gettext_lazy("Accessibilité, environnement, sécurité, égalité"),
        ("accessibility", "environment", "safety", "equality"),
    ),
    Section("risks", gettext_lazy("Risques"), ("risks",)),
    Section("nearby", gettext_lazy("Travaux à proximité"), ("nearby_works",)),
)
_BY_CODE = {one.code: one for one in SECTIONS}


def section_of(code: str) -> Section | None:
    return _BY_CODE.get(code)


def fiche_of(proposal: Proposal, step: Step) -> Fiche:
    """The file as it stands; an empty one, unsaved, before the first word."""
    found = Fiche.objects.filter(proposal=proposal, step=step).first()
    return found or Fiche(proposal=proposal, step=step)


def marks_of(fiche: Fiche) -> dict[str, SectionMark]:
    """Who wrote and signed each section."""
    return {one.section: one for one in fiche.marks.all()} if fiche.pk else {}


@transaction.atomic
def save_section(
    *,
    proposal: Proposal,
    step: Step,
    section: Section,
    values: Mapping[str, Any],
    seen: int,
    actor: User,
    sign: bool = False,
) -> SectionMark | None:
    """Write a section and sign it when asked to; None when there was nothing to keep.

    What somebody else wrote since ``seen`` is never overwritten (``changed_meanwhile``); a change
    takes the former sign away, and the record keeps both.
    """
    at = clock.now()
    demand(may_fill(actor, proposal, step, at))
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    fiche = fiche_of(proposal, step)
    changed = {
        key: value
        for key, value in values.items()
        if key in section.fields and getattr(fiche, key) != value
    }
    mark = marks_of(fiche).get(section.code)
    if mark is not None and mark.version != seen and mark.by_id != actor.pk:
        raise Refused(
            Refusal(
                "changed_meanwhile",
                _("%(name)s a écrit dans cette partie entre-temps.") % {"name": mark.by_name},
            )
        )
    if not changed and not (sign and mark is not None and mark.signed_at is None):
        return mark
    before = {key: getattr(fiche, key) for key in changed}
    for key, value in changed.items():
        setattr(fiche, key, value)
    fiche.save()
    mark = mark or SectionMark(fiche=fiche, section=section.code)
    was_signed = mark.signed_at is not None
    mark.version += 1
    mark.by, mark.by_name, mark.at = actor, actor.full_name, at
    mark.service_name = service_name_of(actor, proposal)
    mark.signed_at = at if sign else None
    mark.save()
    if sign or was_signed:
        record(
            actor=actor,
            verb="signed_section" if sign else "changed_section",
            subject=proposal,
            process_id=proposal.process_id,
            section=section.code,
            before={key: str(value) for key, value in before.items()} if was_signed else {},
        )
    return mark


def service_name_of(actor: User, proposal: Proposal) -> str:
    """The service under whose name this person writes about this idea."""
    mine = services_of(actor)
    asked = [one.service_id for one in proposal.opinions.all() if one.service_id in mine]
    looked = [proposal.service_id] if proposal.service_id in mine else []
    chosen = next(iter([*asked, *looked, *sorted(mine)]), None)
    service = Service.objects.filter(pk=chosen).first() if chosen else None
    return service.name if service else ""
