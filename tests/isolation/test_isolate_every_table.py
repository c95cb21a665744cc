"""Every tenant-owned table is guarded by the database itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from preau.tenancy.models import Shared, SiteOwned
from preau.tenancy.scope import use_site

OWNED = [model for model in apps.get_models() if issubclass(model, SiteOwned)]
#: Tables without a site, each with its reason.
COMMON = {
    "tenancy.Site": "it is what tenants are",
    "tenancy.Domain": "read to find the site",
    "operator.Certificate": "proves that a site is gone; holds none of its content",
    "operator.Operator": "the database shows it outside of any site only",
    "operator.Announcement": "the same",
    "operator.Usage": "the same; numbers only",
    "operator.Plan": "what a site may use; its own row is all that it sees",
    "contenttypes.ContentType": "names of models",
    "auth.Permission": "unused, names only",
    "auth.Group": "unused, names only",
}


def test_know_every_model() -> None:
    strangers = [
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, SiteOwned | Shared)
        and model._meta.label not in COMMON
        and model._meta.app_label != "procrastinate"  # jobs hold identifiers only
    ]
    assert strangers == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_guard_table_by_policy(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [f'"{model._meta.db_table}"'],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute(
            "SELECT count(*) FROM pg_policies WHERE tablename = %s AND policyname IN"
            " ('site_isolation', 'owner_sees_all')",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (2,)


SHARED = [model for model in apps.get_models() if issubclass(model, Shared)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", SHARED, ids=lambda model: model._meta.label)
def test_guard_shared_table_by_policies(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [f'"{model._meta.db_table}"'],
        )
        assert cursor.fetchone() == (True,)
        cursor.execute(
            "SELECT count(*) FROM pg_policies WHERE tablename = %s AND policyname LIKE 'shared_%%'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (4,)


@pytest.mark.django_db
def test_connect_without_power() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_see_only_own_rows(site: Any, other_site: Any, cast: Any) -> None:
    from preau.accounts.models import User

    nadia = cast.nadia
    assert User.objects.filter(pk=nadia.pk).exists()
    with use_site(other_site):
        assert User.objects.count() == 0
        assert User.objects.filter(pk=nadia.pk).update(first_name="Eve") == 0
    with use_site(None):
        assert User.objects.count() == 0


def test_refuse_foreign_site(site: Any, other_site: Any) -> None:
    from preau.accounts.models import User

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        User.objects.create(email="eve@example.org", site=other_site)
    with use_site(None), pytest.raises(DatabaseError), transaction.atomic():
        User.objects.create(email="eve@example.org")
