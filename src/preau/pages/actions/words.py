"""The nouns that a city says its own way."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel.nouns import HOUSE, Noun
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site

from ..policies import may_edit_site, may_say

Words = dict[str, dict[str, Noun]]


@transaction.atomic
def choose_words(*, words: Words, actor: User | None) -> Site:
    """Keep the city's nouns, by code and language; the house's own are not kept."""
    demand(may_edit_site(actor))
    kept: dict[str, Any] = {}
    for code, spoken in words.items():
        for language, noun in spoken.items():
            demand(may_say(code, language, noun))
            if noun != HOUSE[code][language]:
                kept.setdefault(code, {})[language] = noun.data()
    site = Site.objects.select_for_update().get(pk=current_site().pk)
    site.words = kept
    site.save(update_fields=["words"])
    forget_hosts()
    said = ", ".join(str(one["one"]) for spoken in kept.values() for one in spoken.values())
    record(actor=actor, verb="chose_words", subject=site, words=said)
    return site
