"""Django's ``migrate``, without redrawing every model at each operation.

Each of our tables points at its site, so that to Django all models are one family: after each
operation it draws again every class of the house (39,000 drawings for a new base, nine tenths of
the time that it takes). What an operation writes depends on the model it names and on those that
point at it, no others: these are what we draw. ADR 11 holds the measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    """The same options, the same schema: only the time differs."""

    def handle(self, *args: Any, **options: Any) -> None:
        with drawing_few():
            super().handle(*args, **options)


@contextmanager
def drawing_few() -> Iterator[None]:
    """Within it, a changed model is drawn again with those that point at it."""
    state: Any = ProjectState
    whole = state.reload_model, state.reload_models
    state.reload_model, state.reload_models = _reload_model, _reload_models
    try:
        yield
    finally:
        state.reload_model, state.reload_models = whole


def _reload_model(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> None:
    _reload_models(state, [(app_label, model_name)])


def _reload_models(state: Any, models: Any, delay: bool = True) -> None:
    if "apps" not in state.__dict__:  # nothing is drawn yet, and asking would draw it
        return
    changed = {(app_label, model_name.lower()) for app_label, model_name in models}
    pointing = {other for one in changed for other in state.relations[one]}
    state.is_delayed = True  # an operation in Python asks for all of them first
    state._reload(changed | pointing)
