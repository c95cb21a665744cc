"""What is looked at before a page is published: what stops it, and what deserves a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.text import search_key
from preau.media.models import Document, Picture
from preau.tenancy.mounts import answers, inward
from preau.ui.markup import links_of, titles_of

from .blocks import BlockKind, block_kinds
from .blocks.schema import Address, Data, Lines, Rich, Row
from .models import Draft, Page, Redirect
from .models.tree import Blocks

#: Words of a link that say nothing of where it leads, without accents or capitals.
VAGUE = {"ici", "cliquez ici", "cliquer ici", "lire la suite", "en savoir plus", "lien", "suite"}


@dataclass(frozen=True)
class Finding:
    """One thing seen in a page; ``key`` is its block, when it is in one."""

    sentence: str
    is_blocking: bool = False
    key: str = ""
    where: Any = ""


@dataclass(frozen=True)
class Held:
    """A block with its typed content."""

    block: dict[str, Any]
    kind: BlockKind
    content: Data

    def finding(self, sentence: str, *, is_blocking: bool = False) -> Finding:
        return Finding(sentence, is_blocking, self.block["id"], self.kind.label)


def held_of(blocks: Blocks) -> list[Held]:
    """The blocks with what they hold, hidden ones included."""
    found = []
    for block in blocks:
        kind = block_kinds.get(block["kind"])
        found.append(Held(block, kind, kind.read(block["data"], block["version"])))
    return found


def findings(draft: Draft) -> list[Finding]:
    """All that was seen, what stops the publication first. Its statements do not grow with blocks."""
    held = [one for one in held_of(draft.blocks) if not one.block.get("hidden")]
    found = list(_of_page(held))
    links = [(one, words, address) for one in held for words, address in _links(one.content)]
    broken = _broken({address for _one, _words, address in links})
    pictures = Picture.objects.in_bulk(_keys(held, "picture"))
    documents = Document.objects.in_bulk(_keys(held, "document"))
    for one in held:
        found += _missing(one)
        found += _titles(one)
        found += _shots(one, pictures)
        found += _given(one, documents)
    found += [finding for link in links for finding in _of_link(*link, broken)]
    return sorted(found, key=lambda one: not one.is_blocking)


def _of_page(held: list[Held]) -> Iterator[Finding]:
    if not held:
        yield Finding(_("La page est vide\u00a0: ajoutez au moins un bloc."), is_blocking=True)
    heroes = [place for place, one in enumerate(held) if one.kind.code == "hero"]
    if len(heroes) > 1:
        yield Finding(_("La page a deux en-têtes\u00a0: gardez-en un, il porte son titre."), True)


def _missing(one: Held) -> Iterator[Finding]:
    """What a block needs and nobody filled in; lines left empty are not shown and do not count."""
    content = one.content.filled()
    for name, piece in type(content).pieces():
        value = getattr(content, name)
        if isinstance(piece, Lines):
            lines = [(inner, line) for line in value for inner in line.pieces()]
            missing = [inner.label for (key, inner), line in lines if _is_missing(inner, line, key)]
        else:
            missing = [piece.label] if _is_missing(piece, content, name) else []
        for label in dict.fromkeys(str(label) for label in missing):
            yield one.finding(
                _("«\u00a0%(label)s\u00a0» est vide.") % {"label": label}, is_blocking=True
            )


def _is_missing(piece: Any, content: Data, name: str) -> bool:
    return piece.needed and getattr(content, name) in ("", None)


def _titles(one: Held) -> Iterator[Finding]:
    for piece, value in one.content.values():
        if not isinstance(piece, Rich):
            continue
        before = 2 if getattr(one.content, "title", "x") else 1
        for level in titles_of(value):
            if level > before + 1:
                yield one.finding(
                    _(
                        "Un titre saute un niveau\u00a0: donnez un titre au bloc, ou «\u00a0##\u00a0» avant «\u00a0###\u00a0»."
                    )
                )
                break
            before = level


def _keys(held: list[Held], kind: str) -> set[int]:
    return {value for one in held for value in _rows(one, kind)}


def _rows(one: Held, kind: str) -> Iterator[int]:
    """Keys of the rows of that kind that the block names."""
    for piece, value in one.content.values():
        if isinstance(piece, Row) and piece.kind == kind and value:
            yield value


def _shots(one: Held, pictures: dict[int, Picture]) -> Iterator[Finding]:
    for value in _rows(one, "picture"):
        shot = pictures.get(value)
        if shot is None:
            yield one.finding(_("Une image n’est plus dans la médiathèque."), is_blocking=True)
        elif not shot.alt and not shot.is_decorative:
            yield one.finding(
                _("L’image «\u00a0%(name)s\u00a0» n’a pas de texte de remplacement.")
                % {"name": shot.title or shot.created_at.date()},
                is_blocking=True,
            )


def _given(one: Held, documents: dict[int, Document]) -> Iterator[Finding]:
    """Documents that are gone, or that a screen reader cannot read."""
    for value in _rows(one, "document"):
        document = documents.get(value)
        if document is None:
            yield one.finding(_("Un document n’est plus dans la médiathèque."), is_blocking=True)
        elif document.is_hard_to_read:
            yield one.finding(
                _(
                    "Le PDF «\u00a0%(title)s\u00a0» n’a pas de balises\u00a0: un lecteur d’écran s’y perd. Sa page dans Documents dit comment faire."
                )
                % {"title": document.title}
            )


def _links(content: Data) -> Iterator[tuple[str, str]]:
    for piece, value in content.values():
        if isinstance(piece, Address) and value:
            yield "", value
        elif isinstance(piece, Rich):
            for link in links_of(value):
                yield link.words, link.address


def _broken(addresses: set[str]) -> set[str]:
    """Those of this site where nobody finds anything. Two statements at most."""
    paths = {}
    for address in addresses:
        if address.startswith("/") and not address.startswith("//"):
            path = address.split("#")[0].split("?")[0]
            if path != "/":
                paths[address] = path
    asked = {path.strip("/") for path in paths.values()}
    known = set(
        Page.objects.filter(path__in=asked).read_at(clock.now()).values_list("path", flat=True)
    )
    known |= set(Redirect.objects.filter(path__in=asked).values_list("path", flat=True))
    return {address for address, path in paths.items() if not _leads(path, known)}


def _leads(path: str, known: set[str]) -> bool:
    return answers(inward(path)) or path.strip("/") in known


def _of_link(one: Held, words: str, address: str, broken: set[str]) -> Iterator[Finding]:
    if address in broken:
        yield one.finding(
            _("Le lien vers %(address)s ne mène à aucune page publiée.") % {"address": address},
            is_blocking=True,
        )
    if words and (search_key(words) in VAGUE or words.startswith(("http:", "https:", "www."))):
        yield one.finding(
            _("Le lien «\u00a0%(words)s\u00a0» ne dit pas où il mène.") % {"words": words}
        )
