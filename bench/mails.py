"""Mails of every shape through a mail server: SMTP into a mailbox, IMAP out of it, then the desk's count.

Used by ``./preau bench inquiry --mails N``.
"""

from __future__ import annotations

import smtplib
import time
from collections import Counter
from pathlib import Path
from typing import Any

#: Megabytes of the heavy ones, sent once each after the others.
HUGE = (1, 10, 30)


def measure(inquiry: Any, count: int) -> None:
    """Send ``count`` mails and three heavy ones, take them all, hold each against what was sent."""
    from django.conf import settings

    from preau.inquiries.intake.polling import poll
    from preau.inquiries.models import IncomingMail, Link
    from preau.inquiries.tests.letters import ADDRESS, huge, letters
    from preau.inquiries.tests.mailbox import Mailbox, running

    before = IncomingMail.objects.filter(inquiry=inquiry).count()
    expected = []
    with running(Mailbox()) as box:
        settings.PREAU_MAILBOXES = {inquiry.email: box.where()}
        start = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", box.smtp) as wire:
            for raw, state in letters(count):
                sent = raw.replace(ADDRESS.encode(), inquiry.email.encode())
                wire.sendmail("public@example.org", [inquiry.email], sent)
                expected.append(state)
            for size in HUGE:
                wire.sendmail(
                    "public@example.org", [inquiry.email], huge(count + 1000 + size, size)
                )
                expected.append(IncomingMail.State.WAITING)
        print(f"{len(box.mails):,} mails sent in {time.perf_counter() - start:.0f} s", flush=True)
        start, cpu, first = time.perf_counter(), time.process_time(), held()
        while poll(inquiry):
            pass
        spent = time.perf_counter() - start, time.process_time() - cpu
        kept = [one.raw for one in box.mails]
    taken = IncomingMail.objects.filter(inquiry=inquiry).order_by("pk")[before:]
    check(list(taken.select_related("original")), kept, expected)
    lines = Link.objects.filter(inquiry=inquiry, kind="mail").count()
    assert lines == before + len(kept), (lines, len(kept))
    print(
        f"{len(kept):,} taken in {spent[0]:.0f} s, {spent[1] / len(kept) * 1000:.1f} ms of processor"
        f" each, {held() - first:.0f} MB more"
    )


def check(taken: list[Any], kept: list[bytes], expected: list[Any]) -> None:
    """Each mail of the server has its row, in order, bit for bit, in the state it should have."""
    from preau.inquiries.intake.actions import original_of

    wrong = []
    for one, raw, state in zip(taken, kept, expected, strict=True):
        if original_of(one) != raw or state not in (None, one.state):
            wrong.append((one.pk, one.state, state, raw[:120]))
    assert not wrong, wrong[:5]
    states = Counter(str(one.get_state_display()) for one in taken)
    print(" · ".join(f"{state} {n:,}" for state, n in states.most_common()))


def held() -> float:
    """Megabytes that this process held at the most."""
    said = Path("/proc/self/status").read_text()
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024
