"""A mail that a hot act writes in the very statement that does it.

The worker looks for such mails every few seconds. Asking a job for each would have PostgreSQL
notify the worker, and a transaction that notifies commits alone: a rush would wait in one queue.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import connection, transaction
from django.utils import translation

from preau.accounts.models import User
from preau.kernel import clock
from preau.tenancy.scope import current_site

#: Part of a statement, with the parameters of ``mail_values``; what follows says whether it leaves.
INSERT = """
INSERT INTO messaging_email (recipient_id, "to", kind, subject, text, html, template, context,
    language, state, attempts, error, created_at, is_asked, batch, part)
SELECT %(mail_recipient)s::bigint, %(mail_to)s::text, %(mail_kind)s, %(mail_subject)s, '', '',
    %(mail_template)s, %(mail_context)s::jsonb, %(mail_language)s, 'waiting', 0, '',
    %(mail_at)s::timestamptz, false, '', 0
"""
#: Parameters of ``INSERT`` where nobody has an address; the statement then says not to insert.
NO_MAIL: dict[str, Any] = dict.fromkeys(re.findall(r"mail_\w+", INSERT))
_ASK = "UPDATE messaging_email SET is_asked = true WHERE NOT is_asked RETURNING id"


def mail_values(
    *, to: User, kind: str, subject: str, template: str, context: dict[str, Any]
) -> dict[str, Any]:
    """Parameters of ``INSERT``; ``context`` holds plain values, the worker writes the page."""
    return {
        "mail_recipient": to.pk,
        "mail_to": to.email,
        "mail_kind": kind,
        "mail_subject": " ".join(subject.splitlines())[:200],
        "mail_template": template,
        "mail_context": json.dumps(context),
        "mail_language": translation.get_language() or "",
        "mail_at": clock.now(),
    }


@transaction.atomic
def ask_for_carried() -> int:
    """Ask a job for each carried mail of the current site that has none; how many there were."""
    from .tasks import deliver_email  # procrastinate loads it before the models are ready

    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        found = [{"site_id": current_site().pk, "email_id": pk} for (pk,) in cursor.fetchall()]
    if found:
        deliver_email.batch_defer(*found)
    return len(found)
