"""Reading a whole site as anyone does, and writing it as plain pages in a folder or a ZIP.

Two passes. The first follows the links and keeps each page, picture and document as it came; the
second knows then what the archive holds, and turns links to files. One page is in memory at a time.
"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for

from ..sites import SiteRefused
from .addresses import (
    HTML,
    chance_of,
    file_of,
    is_for_one,
    is_left,
    mapped,
    plain_address,
    rules_of,
    way,
)
from .pages import links_of, links_of_sheet, read_page, rewrite_page, rewrite_sheet
from .stranger import Answer, Stranger

CSS = "text/css"
#: An archive that grows past this follows an address that never ends.
MOST = 200_000


@dataclass
class Kept:
    """Something that was read: the file it becomes, and its title when it is a page."""

    file: str
    kind: str
    raw: Path
    title: str = ""


@dataclass
class Archive:
    """What an archive holds, by address."""

    site: Site
    host: str
    kept: dict[str, Kept] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> list[Kept]:
        return [one for one in self.kept.values() if one.kind == HTML]

    def at(self, address: str) -> Kept | None:
        """What an address holds, through the redirections of the site."""
        for _turn in range(5):
            if address not in self.moved:
                break
            address = self.moved[address]
        return self.kept.get(address)


@dataclass(frozen=True)
class Finder:
    """Links read on one page, as files seen from its own."""

    archive: Archive
    page: str
    file: str

    @property
    def host(self) -> str:
        return self.archive.host

    def __call__(self, link: str) -> str | None:
        found = self._kept(link)
        return way(self.file, found.file) if found else None

    def as_data(self, link: str) -> str:
        """A picture as an address that holds it; nothing for what is no picture."""
        found = self._kept(link)
        if found is None or not found.kind.startswith("image/"):
            return ""
        return f"data:{found.kind};base64," + b64encode(found.raw.read_bytes()).decode()

    def _kept(self, link: str) -> Kept | None:
        address = plain_address(link, self.page, self.host)
        return self.archive.at(address) if address else None


def archive_site(site: Site, target: Path) -> Archive:
    """Write ``site`` as plain pages into ``target``, a folder, or a file when it ends in ``.zip``.

    Raises ``SiteRefused`` when the folder holds something, or the site answers nobody.
    """
    if site.state != Site.State.ACTIVE:
        raise SiteRefused(_("Ce site est suspendu\u00a0: rouvrez-le pour l’archiver."))
    if target.suffix != ".zip" and target.is_dir() and any(target.iterdir()):
        raise SiteRefused(_("Le dossier «\u00a0%(name)s\u00a0» n’est pas vide.") % {"name": target})
    with tempfile.TemporaryDirectory(prefix="preau-archive-") as raw, speaking_for(site):
        archive = follow_site(site, Path(raw))
        with _writer(target) as write:
            _write(archive, write)
    return archive


def follow_site(site: Site, folder: Path) -> Archive:
    """Read the home page, then all that pages lead to; what came is kept as it came in ``folder``."""
    archive = Archive(site, site.canonical_host + settings.PREAU_PORT_SUFFIX)
    stranger = Stranger(site)
    rules = rules_of(stranger.text("/robots.txt"))
    seen = {"/", *mapped(stranger.text("/sitemap.xml"), archive.host)}
    waiting = deque((address, "") for address in sorted(seen))
    names: set[str] = {"sommaire.html", "LISEZ-MOI.txt"}
    while waiting:
        address, order = waiting.popleft()
        asked = address + ("&" if "?" in address else "?") + order if order else address
        raw = folder / str(len(archive.kept))
        answer = stranger.read(asked, raw)
        for link in _keep(archive, answer, address, raw, names):
            found = plain_address(link, address, archive.host)
            if found and found not in seen and not is_left(found, rules):
                seen.add(found)
                waiting.append((found, chance_of(link)))
        if len(seen) > MOST:
            raise SiteRefused(_("Ce site a trop d’adresses pour être archivé ainsi."))
    return archive


def _keep(archive: Archive, answer: Answer, address: str, raw: Path, names: set[str]) -> list[str]:
    """Keep what was read at one address; answers the links that it holds."""
    if answer.moved_to:
        moved = plain_address(answer.moved_to, address, archive.host)
        if moved and moved != address:
            archive.moved[address] = moved
        return [answer.moved_to]
    if answer.status != 200 or (answer.kind == HTML and answer.is_personal and is_for_one(address)):
        return []
    file = file_of(address, answer.kind)
    if file in names:
        return []
    names.add(file)
    kept = archive.kept[address] = Kept(file, answer.kind, raw)
    if answer.kind == CSS:
        return [urljoin(address, link) for link in links_of_sheet(raw.read_text("utf-8"))]
    if answer.kind != HTML:
        return []
    tree = read_page(raw.read_bytes())
    kept.title = (tree.findtext(".//title") or "").strip()
    return [link for _one, name, link in links_of(tree) if name != "srcset"]


@contextmanager
def _writer(target: Path) -> Iterator[Any]:
    """Writes files by name; a ZIP appears whole or not at all."""
    if target.suffix != ".zip":

        def put(name: str, content: bytes | Path) -> None:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read_bytes() if isinstance(content, Path) else content)

        yield put
        return
    partial = target.with_name(f"{target.name}.part")
    try:
        with ZipFile(partial, "w", ZIP_DEFLATED) as archive:

            def add(name: str, content: bytes | Path) -> None:
                if isinstance(content, Path):
                    archive.write(content, name)
                else:
                    archive.writestr(name, content)

            yield add
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _write(archive: Archive, write: Any) -> None:
    at = clock.now()
    context = {"site": archive.site, "at": at, "host": archive.host, "count": len(archive.pages)}
    for address, one in archive.kept.items():
        find = Finder(archive, address, one.file)
        if one.kind == HTML:
            links = {"home": way(one.file, "index.html"), "all": way(one.file, "sommaire.html")}
            notice = render_to_string("operator/archive/notice.html", context | links)
            write(one.file, rewrite_page(read_page(one.raw.read_bytes()), find, notice))
        elif one.kind == CSS:
            sheet = rewrite_sheet(one.raw.read_text("utf-8"), find, find.as_data)
            write(one.file, sheet.encode())
        else:
            write(one.file, one.raw)
    pages = sorted(archive.pages, key=lambda one: one.file)
    contents = render_to_string("operator/archive/contents.html", context | {"pages": pages})
    write("sommaire.html", contents.encode())
    write("LISEZ-MOI.txt", render_to_string("operator/archive/read_me.txt", context).encode())
