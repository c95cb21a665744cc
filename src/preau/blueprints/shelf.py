"""The two shelves of a city: its models, and the processes it can run again."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.desk_access import processes_of
from preau.processes.models import Process
from preau.processes.outline import Outline, outline_of

from .models import SavedModel
from .registry import Kept, Shelf


def _models(person: User) -> list[Kept]:
    found = SavedModel.objects.defer("outline")
    return [Kept(str(one.pk), one.name, one.note) for one in found]


def _model(person: User, key: str) -> Outline | None:
    kept = SavedModel.objects.filter(pk=key).first() if key.isdecimal() else None
    return kept.outline if kept else None


def _processes(person: User) -> list[Kept]:
    return [Kept(one.slug, one.title, one.summary) for one in processes_of(person)]


def _process(person: User, key: str) -> Outline | None:
    found = processes_of(person).with_steps().filter(slug=key).first()
    return outline_of(found) if found is not None else None


def _a_year_later(key: str) -> date | None:
    """The same season, the next year that is still to come."""
    process = Process.objects.with_steps().filter(slug=key).first()
    dated = [one.opens_at for one in process.ordered_steps if one.opens_at] if process else []
    if not dated:
        return None
    year = timedelta(days=364)  # the same day of the week
    today, later = timezone.localdate(clock.now()), timezone.localdate(min(dated)) + year
    while later <= today:
        later += year
    return later


MODELS = Shelf(_("Vos modèles"), _models, _model)
PROCESSES = Shelf(_("Refaire une de vos démarches"), _processes, _process, first=_a_year_later)
