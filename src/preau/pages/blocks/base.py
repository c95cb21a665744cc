"""A kind of block: what it holds, what it finds to show. None shows itself empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import cached_property

from preau.accounts.models import Person
from preau.kernel import clock
from preau.kernel.registry import Registry
from preau.media.models import Document, Picture
from preau.processes.models import Process

from .schema import Data, Row


@dataclass
class Shared:
    """What the blocks of one page share, so that each thing is read once."""

    request: HttpRequest
    at: datetime = field(default_factory=clock.now)
    #: Keys of rows named by the blocks of the page, by kind (``Row.kind``).
    keys: dict[str, set[int]] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        return self.request.user

    @cached_property
    def processes(self) -> list[Process]:
        return list(Process.objects.published().with_steps())

    @cached_property
    def pictures(self) -> dict[int, Picture]:
        return Picture.objects.in_bulk(self.keys.get("picture", set()))

    @cached_property
    def documents(self) -> dict[int, Document]:
        return Document.objects.in_bulk(self.keys.get("document", set()))

    def process(self, key: int | None) -> Process | None:
        """The published process of that key; without a key, the newest one."""
        if key is None:
            return self.processes[0] if self.processes else None
        return next((one for one in self.processes if one.pk == key), None)

    def note(self, contents: Iterable[Data]) -> None:
        """Remember which rows these blocks name, before any of them reads one."""
        for content in contents:
            for piece, value in content.values():
                if isinstance(piece, Row) and value is not None:
                    self.keys.setdefault(piece.kind, set()).add(value)


class BlockKind:
    """One kind: its typed content (``Data``), its template, what it reads.

    When the shape of ``Data`` changes, ``version`` grows and ``upgrade`` rewrites what was stored.
    """

    code: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    #: One sentence for who composes a page.
    purpose: ClassVar[Any] = ""
    #: Name of the drawing in the list of blocks (``ui/icons.py``).
    icon: ClassVar[str] = "document"
    version: ClassVar[int] = 1
    Data: ClassVar[type[Data]] = Data

    @property
    def template(self) -> str:
        return f"pages/blocks/{self.code}.html"

    def upgrade(self, data: dict[str, Any], version: int) -> dict[str, Any]:
        """What was stored at ``version``, as the present version holds it."""
        return data

    def read(self, data: dict[str, Any], version: int) -> Any:
        """The typed content of what was stored."""
        return self.Data.read(self.upgrade(data, version) if version < self.version else data)

    def load(self, data: Any, page: Shared) -> dict[str, Any] | None:
        """Context of the template (as ``block``), or None when there is nothing to show.

        By default a block shows what an editor wrote in it.
        """
        return None if data.is_empty() else vars(data)


block_kinds: Registry[BlockKind] = Registry("block kind")
