"""The platform's sentences in the current site's own nouns, whatever says them.

Every sentence of a page, a mail or an export comes from ``gettext``. What answers it here looks at
the site of the work in progress: one that renamed nothing costs one look at a variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

from .scope import site_in_use


class SiteTranslation(DjangoTranslation):
    """Django's own catalogue of a language, then the site's nouns."""

    def gettext(self, message: str) -> str:
        return self._own(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._own(super().ngettext(msgid1, msgid2, n))

    def _own(self, text: str) -> str:
        site = site_in_use()
        if site is None or not site.words:
            return text
        if CONTEXT_SEPARATOR in text:  # the French sentence is its own key, context first
            text = text.split(CONTEXT_SEPARATOR, 1)[1]
        return site.wording(self.language()).say(text)


def listen() -> None:
    """Let every language that Django speaks answer in the site's nouns."""
    trans_real.DjangoTranslation = SiteTranslation  # type: ignore[misc]
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


def sentences(language: str) -> Iterator[str]:
    """Every sentence of the platform in that language, as the house says it."""
    english: Any = DjangoTranslation("en", domain="django")
    catalogue = english._catalog
    for key in catalogue.keys():  # noqa: SIM118 (not a mapping)
        source = key[0] if isinstance(key, tuple) else key
        if source:
            said = source if language == "fr" else str(catalogue[key])
            yield said.split(CONTEXT_SEPARATOR, 1)[-1]
