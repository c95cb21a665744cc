"""Which addresses of a site an archive follows, and the file that each becomes."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.urls import Resolver404, resolve

from preau.tenancy.mounts import inward

#: The only parts of a query that lead to other words; filters show the same ones again.
FOLLOWED = {"page", "tour", "version"}
#: One order of chance among others: it holds from page to page, and names no other words.
CHANCE = "melange"
#: « This link comes from a list »: all that goes with it is for the way back.
FROM_LIST = "liste"
#: Read and answered on the same page, so that no copy of it is kept by who reads.
ALSO = {"texts:passage", "texts:contribution"}
#: Of one moment, of one person, or of no use without the site.
LEFT = ("/bureau/", "/langue/", "/_", "/robots.txt", "/sitemap.xml")
#: A sheet to hang up, whose code to scan leads to the site.
POSTER = "/affiche.pdf"
HTML = "text/html"


def plain_address(link: str, page: str, host: str) -> str | None:
    """The address, on the site, of a ``link`` read on ``page``; None for what is not followed."""
    try:
        parts = urlsplit(urljoin(f"//{host}{page}", link.strip()))
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or parts.netloc != host:
        return None
    asked = [one for one in parse_qsl(parts.query) if one[0] != CHANCE]
    if any(name == FROM_LIST for name, _value in asked):
        asked = []
    if any(name not in FOLLOWED or not value.isdecimal() for name, value in asked):
        return None
    path = posixpath.normpath(parts.path or "/")
    path = path + "/" if parts.path.endswith("/") and path != "/" else path
    kept = [f"{name}={int(value)}" for name, value in sorted(asked) if value != "1"]
    return path.replace("//", "/") + ("?" + "&".join(kept) if kept else "")


def chance_of(link: str) -> str:
    """The order of chance that ``link`` holds to, ready to be added to an address."""
    found = re.search(rf"[?&]({CHANCE}=\d+)", link)
    return found[1] if found and f"{FROM_LIST}=" not in link else ""


def is_for_one(address: str) -> bool:
    """A page that is never kept holds one person's words, unless it is known to be read too."""
    try:
        return resolve(inward(address.partition("?")[0])).view_name not in ALSO
    except Resolver404:
        return True


def is_left(address: str, rules: list[re.Pattern[str]]) -> bool:
    """Nothing to read there without the site, or robots are asked to stay away."""
    return (
        address.startswith(LEFT)
        or address.endswith(POSTER)
        or any(rule.match(address) for rule in rules)
    )


def rules_of(robots: str) -> list[re.Pattern[str]]:
    """What the site asks robots to leave."""
    found = [line.partition(":")[2].strip() for line in robots.splitlines() if "Disallow:" in line]
    return [re.compile(".*".join(map(re.escape, one.split("*")))) for one in found if one]


def file_of(address: str, kind: str) -> str:
    """Name of the file, below the archive's folder: ``demarches/index.html``, ``…/page-2.html``."""
    path, _mark, query = address.partition("?")
    name = re.sub(r"[^\w./-]", "_", unquote(path)).lstrip("/")
    asked = query.replace("=", "-").replace("&", "-")
    if kind == HTML:
        folder, _slash, last = name.rpartition("/")
        stem = "-".join(one for one in (last.removesuffix(".html"), asked) if one) or "index"
        return f"{folder}/{stem}.html".lstrip("/")
    stem, suffix = posixpath.splitext(name + "index" if name.endswith("/") else name)
    return stem + (f"-{asked}" if asked else "") + (suffix or mimetypes.guess_extension(kind) or "")


def way(source: str, target: str) -> str:
    """The relative link from one file of the archive to another."""
    return posixpath.relpath(target, posixpath.dirname(source) or ".")


def mapped(sitemap: str, host: str) -> list[str]:
    """What the site says is worth finding, whether or not its menus lead there."""
    found = (plain_address(one, "/", host) for one in re.findall(r"<loc>([^<]+)</loc>", sitemap))
    return list(dict.fromkeys(one for one in found if one and one != "/"))
