"""Writing a whole site to a file, row by row, in constant memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from preau.kernel import clock
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

from .tables import Table, listed, movable_tables

FORMAT = "preau-site/1"
_BLOCK = 1 << 18
#: A site is described by these columns; its key is not one of them.
SITE_FIELDS = (
    "slug",
    "name",
    "authority",
    "contact_email",
    "contact_phone",
    "time_zone",
    "language",
    "needs_second_factor",
    "words",
    "mail_words",
    "sender_name",
    "reply_to",
    "mounts",
)


def export_site(site: Site, path: Path) -> dict[str, Any]:
    """Write ``site`` to the ZIP ``path`` and return its manifest.

    All rows are of one instant (a repeatable-read snapshot), read under the site's own row-level
    security: what belongs to another site cannot come along. The file appears whole or not at all.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        with use_site(site), _one_instant(), ZipFile(partial, "w") as archive:
            manifest = _describe(site)
            manifest["tables"] = {
                table.label: _write_table(archive, table) for table in movable_tables()
            }
            manifest["files"] = _write_files(archive, site.pk)
            text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
            archive.writestr("site.json", text, ZIP_DEFLATED)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


@contextmanager
def _one_instant() -> Iterator[None]:
    """A snapshot of the database. The connection has learnt the site before it begins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with transaction.atomic(durable=True):
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _describe(site: Site) -> dict[str, Any]:
    hosts = site.domains.order_by("-is_canonical", "pk").values_list("host", flat=True)
    leading = site.domains.filter(redirects=True).values_list("host", flat=True)
    return {
        "format": FORMAT,
        "exported_at": clock.now().isoformat(),
        "site": {name: getattr(site, name) for name in SITE_FIELDS} | {"id": site.pk},
        "hosts": list(hosts),
        "redirects": sorted(leading),
        "schema": schema_versions(),
    }


def schema_versions() -> dict[str, str]:
    """The last migration of each app: a site enters a database of the same shape."""
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {table.label.split(".")[0] for table in movable_tables()}
    return {app: max(name for one, name in applied if one == app) for app in sorted(ours)}


def _write_table(archive: ZipFile, table: Table) -> dict[str, Any]:
    """One row a line, as PostgreSQL writes it in JSON, in the order of the primary key."""
    digest, rows = hashlib.sha256(), 0
    entry = ZipInfo(f"tables/{table.label}.jsonl")
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as target:
        for line in _rows(table):
            digest.update(line)
            target.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _rows(table: Table) -> Iterator[bytes]:
    query = (
        f"SELECT row_to_json(line)::text FROM (SELECT {listed(table.columns, 'one')}"  # noqa: S608
        f' FROM "{table.name}" AS one ORDER BY one."{table.primary_key}") AS line'
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        for (text,) in cursor:
            yield text.encode() + b"\n"


def _write_files(archive: ZipFile, site_id: int) -> dict[str, str]:
    root = Path(settings.MEDIA_ROOT) / str(site_id)
    digests = {}
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        name = path.relative_to(root).as_posix()
        digest = hashlib.sha256()
        entry = ZipInfo.from_file(path, f"files/{name}")  # stored as it is: pictures are packed
        with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        digests[name] = digest.hexdigest()
    return digests
