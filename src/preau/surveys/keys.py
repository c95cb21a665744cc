"""Keys that stand for somebody without naming them."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from preau.accounts.models import Person, User
from preau.kernel.codes import tidy_code

from .models import Survey


def participation_key(survey: Survey, person: Person, visitor: str) -> str:
    """The mark that ``person`` leaves by answering; their device's where nobody is asked who
    they are. Empty when there is neither.
    """
    if survey.identity == Survey.Identity.ANONYMOUS:
        who = f"visitor {visitor}" if visitor else ""
    else:
        who = f"person {person.public_id}" if isinstance(person, User) else ""
    if not who:
        return ""
    return hmac.new(bytes.fromhex(survey.secret), who.encode(), hashlib.sha256).hexdigest()


def keyed(kind: str, words: str) -> str:
    """What is kept of a code, so that reading the table gives none back."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"survey {kind}: {words}".encode(), hashlib.sha256
    ).hexdigest()


def code_hash(code: str) -> str:
    """Of a code that people type, capitals, spaces and hyphens aside."""
    return keyed("code", tidy_code(code))
