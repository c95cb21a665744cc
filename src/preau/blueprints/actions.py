"""Keeping a process as a model."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.processes.outline import outline_of

from .models import SavedModel
from .registry import refusal_of_outline


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
