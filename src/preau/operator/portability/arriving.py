"""Reading a whole site from a file: checked first, then written in one transaction."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from preau.ledger.actions import record
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import speaking_for

from ..notices import refresh
from .leaving import FORMAT, SITE_FIELDS, schema_versions
from .tables import Table, listed, movable_tables, restoring

OWNER = "owner"
_BATCH = 500


class ArrivalRefused(Exception):
    """The file does not enter; the message says why and what to do. Nothing was written."""


def import_site(path: Path, *, slug: str = "", hosts: tuple[str, ...] = ()) -> Site:
    """Bring the site of the ZIP ``path`` to this installation, with the keys that it had.

    ``slug`` and ``hosts`` replace its own. Nothing is written unless every piece has its hash,
    the database has the shape that the file comes from, and every key is free. The new site is
    the same to the byte: pages, counts, record. Raises ``ArrivalRefused``.
    """
    try:
        with ZipFile(path) as archive:
            manifest = _checked(archive)
            site = _write(archive, manifest, slug, hosts)
    except (BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise ArrivalRefused(
            _("Ce fichier n’est pas l’export complet d’un site\u00a0: %(why)s.") % {"why": error}
        ) from error
    forget_hosts()
    with speaking_for(site):
        record(actor=None, verb="imported_site", subject=site, exported_at=manifest["exported_at"])
    refresh([site])
    return site


def _checked(archive: ZipFile) -> dict[str, Any]:
    """The manifest, once every piece has been read whole and found as it says."""
    manifest: dict[str, Any] = json.loads(archive.read("site.json"))
    if manifest["format"] != FORMAT:
        raise ArrivalRefused(
            _("Format inconnu\u00a0: %(format)s.") % {"format": manifest["format"]}
        )
    here, there = schema_versions(), manifest["schema"]
    if here != there:
        apps = sorted(app for app in {*here, *there} if here.get(app) != there.get(app))
        raise ArrivalRefused(
            _("L’export vient d’une autre version de Préau (%(apps)s). Mettez les deux à jour.")
            % {"apps": ", ".join(apps)}
        )
    pieces = {f"tables/{label}.jsonl": one["sha256"] for label, one in manifest["tables"].items()}
    pieces |= {f"files/{name}": digest for name, digest in manifest["files"].items()}
    extra = set(archive.namelist()) - set(pieces) - {"site.json"}
    if extra:
        raise ArrivalRefused(
            _("Pièce inconnue dans le fichier\u00a0: %(name)s.") % {"name": min(extra)}
        )
    for name, digest in pieces.items():
        _safe(name)
        if _digest(archive, name) != digest:
            raise ArrivalRefused(
                _("La pièce «\u00a0%(name)s\u00a0» n’est plus celle qui a été exportée.")
                % {"name": name}
            )
    return manifest


def _safe(name: str) -> None:
    parts = PurePosixPath(name).parts
    if PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name:
        raise ArrivalRefused(_("Nom de pièce refusé\u00a0: %(name)s.") % {"name": name})


def _digest(archive: ZipFile, name: str) -> str:
    with archive.open(name) as piece:
        return hashlib.file_digest(piece, "sha256").hexdigest()  # type: ignore[arg-type]


def _write(archive: ZipFile, manifest: dict[str, Any], slug: str, hosts: tuple[str, ...]) -> Site:
    root = None
    try:
        with transaction.atomic(using=OWNER), restoring(OWNER) as cursor:
            site = _new_site(manifest, slug, hosts)
            root = Path(settings.MEDIA_ROOT) / str(site.pk)
            for table in movable_tables():
                _fill(cursor, archive, table, site.pk)
            for table in movable_tables():
                _find_orphans(cursor, table, site.pk)
                _raise_sequence(cursor, table)
            _settle_mail(cursor, site.pk)
            _unpack(archive, manifest["files"], root)
    except (IntegrityError, DataError) as error:
        _clear(root)
        raise ArrivalRefused(_why(error)) from error
    except BaseException:
        _clear(root)
        raise
    return Site.objects.get(pk=site.pk)


def _clear(root: Path | None) -> None:
    if root is not None:
        shutil.rmtree(root, ignore_errors=True)


def _why(error: Exception) -> str:
    detail = str(error.__cause__).splitlines()[0]
    return _(
        "Une clé de ce site est déjà prise ici (%(detail)s). "
        "Deux installations qui échangent des sites portent des numéros différents\u00a0: "
        "voir docs/portability.md."
    ) % {"detail": detail}


def _new_site(manifest: dict[str, Any], slug: str, hosts: tuple[str, ...]) -> Site:
    told = manifest["site"]
    fields = {name: told[name] for name in SITE_FIELDS if name in told} | (
        {"slug": slug} if slug else {}
    )
    if Site.objects.using(OWNER).filter(slug=fields["slug"]).exists():
        raise ArrivalRefused(
            _(
                "Le site «\u00a0%(slug)s\u00a0» existe déjà ici. Donnez un autre identifiant avec --slug."
            )
            % {"slug": fields["slug"]}
        )
    wanted = hosts or tuple(manifest["hosts"])
    taken = Domain.objects.using(OWNER).filter(host__in=wanted).values_list("host", flat=True)
    if taken:
        raise ArrivalRefused(
            _(
                "L’adresse «\u00a0%(host)s\u00a0» mène déjà à un site. Donnez-en une autre avec --host."
            )
            % {"host": taken[0]}
        )
    is_free = not Site.objects.using(OWNER).filter(pk=told["id"]).exists()
    site = Site.objects.using(OWNER).create(**fields, **({"pk": told["id"]} if is_free else {}))
    Domain.objects.using(OWNER).bulk_create(
        Domain(
            site=site,
            host=host,
            is_canonical=place == 0,
            redirects=place > 0 and host in manifest.get("redirects", ()),
        )
        for place, host in enumerate(wanted)
    )
    return site


def _fill(cursor: Any, archive: ZipFile, table: Table, site_id: int) -> None:
    """The rows of one table, exactly as they were but for the number of their site."""
    names = ", ".join(f'"{column}"' for column in table.columns)
    values = listed(table.columns, "one")
    insert = (
        f'INSERT INTO "{table.name}" ({names}) SELECT {values}'  # noqa: S608
        " FROM unnest(%s::text[]) AS line,"
        f' jsonb_populate_record(NULL::"{table.name}",'
        " line::jsonb || jsonb_build_object('site_id', %s::bigint)) AS one"
    )
    with archive.open(f"tables/{table.label}.jsonl") as piece:
        for batch in _batches(piece):
            cursor.execute(insert, [batch, site_id])


def _batches(lines: Any) -> Iterator[list[str]]:
    while batch := [line.decode() for line in islice(lines, _BATCH)]:
        yield batch


def _find_orphans(cursor: Any, table: Table, site_id: int) -> None:
    """No trigger has checked the links: every one must lead to a row of the same site."""
    for column, other, key in table.links:
        cursor.execute(
            f'SELECT count(*) FROM "{table.name}" AS one LEFT JOIN "{other}" AS other'  # noqa: S608
            f' ON other."{key}" = one."{column}" AND other.site_id = one.site_id'
            f' WHERE one.site_id = %s AND one."{column}" IS NOT NULL AND other."{key}" IS NULL',
            [site_id],
        )
        (orphans,) = cursor.fetchone()
        if orphans:
            raise ArrivalRefused(
                _("%(n)s lignes de %(table)s mènent à une ligne absente (%(column)s).")
                % {"n": orphans, "table": table.label, "column": column}
            )


def _raise_sequence(cursor: Any, table: Table) -> None:
    """The next key of the table comes after all those that have just entered."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.primary_key])
    (sequence,) = cursor.fetchone()
    if sequence is not None:
        cursor.execute(
            f'SELECT setval(%s, greatest(max("{table.primary_key}"),'  # noqa: S608
            f' (SELECT last_value FROM {sequence}))) FROM "{table.name}"',
            [sequence],
        )


def _settle_mail(cursor: Any, site_id: int) -> None:
    """A mail that was waiting there left, or will leave, from there: never twice."""
    cursor.execute(
        "UPDATE messaging_email SET state = 'failed', error = 'the site moved while it waited'"
        " WHERE site_id = %s AND state = 'waiting'",
        [site_id],
    )


def _unpack(archive: ZipFile, files: dict[str, str], root: Path) -> None:
    for name in files:
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{name}") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
