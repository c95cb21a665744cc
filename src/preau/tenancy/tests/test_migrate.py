"""The base that the quick ``migrate`` made holds what the models say, to each column and rule."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models

from preau.tenancy.management.commands.migrate import drawing_few

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
"""
POINTERS = """
SELECT o.conrelid::regclass::text, a.attname, o.confrelid::regclass::text
FROM pg_constraint o JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = o.conkey[1]
WHERE o.contype = 'f'
"""
RULES = "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
#: What PostgreSQL calls the types that Django names otherwise.
NAMES = {
    "varchar": "character varying",
    "bool": "boolean",
    "timestamptz": "timestamp with time zone",
}


def _ours() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    ours = [model for model in every if model.__module__.startswith("preau.")]
    return [model for model in ours if model._meta.managed and not model._meta.proxy]


def _asked(query: str) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _stored(kind: str) -> str:
    word, _, size = kind.replace(", ", ",").partition("(")
    return NAMES.get(word, word) + (f"({size}" if size else "")


@pytest.mark.django_db
def test_each_column_is_there_with_its_type() -> None:
    there = {(table, column): rest for table, column, *rest in _asked(COLUMNS)}
    wrong = []
    for model in _ours():
        for field in model._meta.local_concrete_fields:
            made = getattr(field, "output_field", field)
            kind = str(made.db_type(connections["default"]))
            found = there.get((model._meta.db_table, field.column))
            empty = field.null or field.generated  # the base computes it, and may not
            if found != [_stored(kind), empty]:
                wrong.append((model._meta.db_table, field.column, kind, empty, found))
    assert not wrong


@pytest.mark.django_db
def test_each_pointer_is_held_by_the_base() -> None:
    held = set(_asked(POINTERS))
    wanted = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in _ours()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey)
    }
    assert len(wanted) > 300
    assert wanted <= held


@pytest.mark.django_db
def test_each_named_rule_and_index_is_held_by_the_base() -> None:
    held = {name for (name,) in _asked(RULES)}
    wanted = {
        rule.name for model in _ours() for rule in [*model._meta.constraints, *model._meta.indexes]
    }
    assert wanted <= held


def test_django_has_its_own_way_back_afterwards() -> None:
    from django.db.migrations.state import ProjectState

    own = ProjectState.reload_model, ProjectState.reload_models
    with pytest.raises(ZeroDivisionError), drawing_few():
        assert ProjectState.reload_model is not own[0]
        raise ZeroDivisionError
    assert (ProjectState.reload_model, ProjectState.reload_models) == own
