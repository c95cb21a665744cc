"""An invented mail: whatever its template asks for gets an answer of the right sort."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.messaging import own
from preau.messaging.actions import around
from preau.ui.words import day

_NUMBERS = ("number", "n", "shown", "more", "count")
_LINKS = ("url", "link", "booth", "verify", "change", "base", "verb_url")
_PEOPLE = ("name", "by", "who", "whom", "to", "person", "seat", "full_name")


class Sample(str):
    """Words that are also an object of samples, and a list of two lines."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return sample(key) if isinstance(key, str) else super().__getitem__(key)

    def __len__(self) -> int:
        return 2

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return sample(key)

    def __iter__(self) -> Iterator[Any]:
        return iter((sample("title"), sample("title")))


class SampleContext(Context):
    """A context that knows everything, in its own way."""

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return sample(key)


def sample(name: str) -> Any:
    """What stands for ``name`` in an invented mail."""
    if name in _NUMBERS:
        return 12
    if name.endswith(("_at", "_on")) or name in ("until", "due"):
        return clock.now() + timedelta(days=9)
    if name.endswith("_cents"):
        return 8_500_000
    if name in _LINKS or name.endswith(("_url", "_link")):
        return "#"
    return Sample(_words(name))


def _words(name: str) -> str:
    if name == "status":
        return "submitted"
    if name == "code":
        return "482913"
    if name == "day":
        return day(clock.now() + timedelta(days=9))
    if name in _PEOPLE or name.endswith(("_name", "_by", "_to")):
        return "Camille Martin"
    if "email" in name or name == "contact":
        return "camille@example.org"
    if name in ("title", "city", "process", "proposal", "draft"):
        return _("Des arbres dans la cour")
    if name == "service":
        return _("Espaces verts")
    return _("Ici, ce que dit ce message.")


def written(template: str, subject: str, words: dict[str, str] | None) -> tuple[str, str, str]:
    """Subject, text and page of an invented mail, in the language in use."""
    said = own.said_around(template, subject, _Everything(), words)
    context = around(said.subject, said) | {"unsubscribe_url": ""}
    engine: Any = [get_template(f"{template}.{kind}") for kind in ("txt", "html")]
    text, page = (one.template.render(SampleContext(context)) for one in engine)
    return said.subject, own.put_around(text, said), page


class _Everything(dict[str, Any]):
    """A mapping that has an answer to any key."""

    def get(self, key: str, default: Any = None) -> Any:
        return sample(key)
