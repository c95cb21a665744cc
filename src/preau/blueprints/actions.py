"""Keeping a process as a model."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.processes.outline import outline_of

from .models import SavedModel
from .registry import refusal_of_outline, shelves


@transaction.atomic
def save_model(*, process: Process, name: str, note: str, actor: User) -> SavedModel:
    """Keep the outline of ``process`` under ``name``. Raises ``Refused``."""
    demand(may_run_process(actor, process.pk))
    no = refusal_of_outline(process)
    if no is not None:
        raise Refused(no)
    if SavedModel.objects.filter(name=name).exists():
        raise Refused(
            Refusal(
                "same_name",
                _("Un modèle porte déjà ce nom."),
                remedy=_("Donnez-lui un autre nom."),
            )
        )
    kept = SavedModel.objects.create(name=name, note=note, outline=outline_of(process))
    record(actor=actor, verb="saved_model", subject=kept, process_id=process.pk)
    return kept


@transaction.atomic
def drop_model(*, kept: SavedModel, actor: User) -> None:
    """The model goes; processes made of it stay. Raises ``Refused``."""
    demand(may_run_process(actor, None))
    record(actor=actor, verb="dropped_model", subject=kept)
    kept.delete()


#: What somebody wrote: a process that holds any of it is never erased.
WORDS = {
    "inquiries.observation",
    "petitions.signature",
    "proposals.proposal",
    "surveys.response",
    "texts.contribution",
    "voting.ballot",
    "voting.rollentry",
}


@transaction.atomic
def drop_draft(*, process: Process, actor: User) -> None:
    """Erase a draft as if it had not been made: a model that was taken is given back.

    Raises ``Refused``: it is public, or somebody has written in it already.
    """
    demand(may_run_process(actor, process.pk))
    held = Process.objects.select_for_update().get(pk=process.pk)
    if held.state != Process.State.DRAFT:
        raise Refused(Refusal("public", _("Une démarche publiée ne s’efface pas.")))
    collector = Collector(using="default", origin=held)
    try:
        collector.collect([held])
        kept = {model._meta.label_lower for model in collector.data}
        kept |= {one.model._meta.label_lower for one in collector.fast_deletes if one.exists()}
    except (ProtectedError, RestrictedError):
        kept = WORDS
    if kept & WORDS:
        raise Refused(
            Refusal(
                "begun",
                _("Des personnes ont déjà écrit dans ce brouillon."),
                remedy=_("Il reste en brouillon\u00a0: personne d’autre ne le voit."),
            )
        )
    record(actor=actor, verb="dropped_draft", subject=held)
    for _code, shelf in shelves.items():
        if shelf.dropped is not None:
            shelf.dropped(held)
    collector.delete()
