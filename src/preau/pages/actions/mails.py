"""What the site says in its mails, and who they come from."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.messaging.own import PIECES
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site

from ..policies import may_edit_site, may_write_mail


@transaction.atomic
def word_mail(*, template: str, language: str, words: dict[str, str], actor: User | None) -> Site:
    """Keep what stands around that mail in that language; empty words are the platform's own."""
    demand(may_edit_site(actor))
    demand(may_write_mail(template, words))
    said = {name: words[name].strip() for name in PIECES if words.get(name, "").strip()}
    site = _mine()
    spoken = {**site.mail_words.get(template, {}), language: said}
    spoken = {code: one for code, one in spoken.items() if one}
    others = {one: held for one, held in site.mail_words.items() if one != template}
    site.mail_words = {**others, template: spoken} if spoken else others
    _keep(site, "mail_words")
    record(actor=actor, verb="worded_mail", subject=site, mail=template, language=language)
    return site


@transaction.atomic
def choose_sender(*, name: str, reply_to: str, actor: User | None) -> Site:
    """Say who the site's mails come from and where answers go; empty, the platform's own."""
    demand(may_edit_site(actor))
    site = _mine()
    site.sender_name, site.reply_to = " ".join(name.split()), reply_to.strip()
    _keep(site, "sender_name", "reply_to")
    record(actor=actor, verb="chose_sender", subject=site, name=site.sender_name)
    return site


def _mine() -> Site:
    return Site.objects.select_for_update().get(pk=current_site().pk)


def _keep(site: Site, *fields: str) -> None:
    """Save, and let the work in progress read what was saved."""
    site.save(update_fields=list(fields))
    here: Any = current_site()
    for name in fields:
        setattr(here, name, getattr(site, name))
    forget_hosts()
