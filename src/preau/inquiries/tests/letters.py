"""Mails as they come in life, well made or not: how each is written, and what it should be said to be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import cache

from preau.inquiries.models import IncomingMail

State = IncomingMail.State
ADDRESS = "enquete-plu@saint-aubin.example"
BODY = "Je m’oppose à ce parking.\nIl détruit vingt arbres."
#: Bytes of a mail and the state that it should get; None when several will do.
Letter = tuple[bytes, str | None]


def mail(number: int = 1, **more: str) -> EmailMessage:
    """A well-made mail; ``sender``, ``subject`` and ``body`` may be said."""
    made = EmailMessage()
    made["From"] = more.get("sender", f"Jeanne Petit <jeanne{number}@example.org>")
    made["To"] = ADDRESS
    if more.get("subject", "x"):
        made["Subject"] = more.get("subject", "Mon avis")
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(more.get("body", f"{BODY}\nLa famille {number}."))
    return made


@cache
def bomb() -> bytes:
    """A document of a few kilobytes that would fill forty megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * 40_000_000)
    return packed.getvalue()


def _raw(number: int, head: str, body: bytes) -> bytes:
    return f"From: a{number}@example.org\nMessage-ID: <{number}@x>\n{head}\n\n".encode() + body


def _plan(number: int) -> bytes:
    made = mail(number)
    made.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="p.pdf")
    return bytes(made)


def _swollen(number: int) -> bytes:
    made = mail(number)
    made.add_attachment(bomb(), maintype="application", subtype="zip", filename="texte.odt")
    return bytes(made)


def _rich(number: int) -> bytes:
    made = mail(number)
    made.set_content(f"<style>p{{}}</style><p>Contre&nbsp;! {number}</p>", subtype="html")
    return bytes(made)


def _with(name: str, value: str) -> Callable[[int], bytes]:
    def write(number: int) -> bytes:
        made = mail(number)
        made[name] = value
        return bytes(made)

    return write


def _nested(number: int) -> bytes:
    deep = 'Content-Type: multipart/mixed; boundary="x{}"'
    heads = b"".join(f"--x{n - 1}\n{deep.format(n)}\n\n".encode() for n in range(1, 1500))
    return _raw(number, deep.format(0), heads + b"au fond")


def _report(number: int) -> bytes:
    return _raw(
        number, 'Content-Type: multipart/report; boundary="x"', b"--x\n\nUndelivered\n--x--"
    )


def _many_parts(number: int) -> bytes:
    return _raw(
        number, 'Content-Type: multipart/mixed; boundary="x"', b"--x\n\nun mot\n" * 300 + b"--x--"
    )


#: Every shape but the very heavy ones, in turn.
SHAPES: tuple[tuple[Callable[[int], bytes], str | None], ...] = (
    (lambda n: bytes(mail(n)), State.WAITING),
    (lambda n: bytes(mail(n - 1)), State.DUPLICATE),
    (lambda n: bytes(mail(n - 1)).replace(b"Mon avis", b"Re: Mon avis"), State.DUPLICATE),
    (lambda n: bytes(mail(n, subject="")), State.WAITING),
    (_plan, State.WAITING),
    (_swollen, State.WAITING),
    (_rich, State.WAITING),
    (lambda n: _raw(n, "Subject: =?x-nowhere?Q?caf=E9?=", b"La for\xeat"), State.WAITING),
    (
        lambda n: _raw(n, "Content-Type: text/plain; charset=klingon", b"\xe9t\xe9"),
        State.WAITING,
    ),
    (
        lambda n: _raw(n, "Content-Type: text/plain; charset=utf-16", f"Été {n}".encode("utf-16")),
        State.WAITING,
    ),
    (lambda n: _raw(n, "Subject: vide", b"   \n"), State.BROKEN),
    (lambda n: _raw(n, "Subject: a\x00b", b"Un mot\x00 de plus"), None),
    (lambda n: b"\xff\xfe\x00garbage" * 50 + str(n).encode(), None),
    (_with("Auto-Submitted", "auto-replied"), State.AUTOMATIC),
    (_with("Precedence", "bulk"), State.AUTOMATIC),
    (_with("X-Loop", ADDRESS), State.AUTOMATIC),
    (lambda n: bytes(mail(n, subject="Absence du bureau")), State.AUTOMATIC),
    (lambda n: bytes(mail(n, sender=ADDRESS)), State.AUTOMATIC),
    (_report, State.AUTOMATIC),
    (lambda n: bytes(mail(n, sender="machine@example.org")), State.WAITING),
    (_nested, State.BROKEN),
    (_many_parts, State.WAITING),
    (lambda n: _raw(n, "X: " + "long " * 40_000, b"Un avis"), State.WAITING),
    (lambda n: _raw(n, "Subject: long", b"mot" * 100_000), State.WAITING),
    (lambda n: b"From: <<<>>>@@\nMessage-ID: <%d@y>\n\nUn avis" % n, State.WAITING),
    (
        lambda n: _raw(n, "Content-Transfer-Encoding: base64", b"!!!! pas du base64 %d" % n),
        None,
    ),
)


def letters(count: int) -> Iterator[Letter]:
    """``count`` mails, a well-made one out of two, and the same ones at each run."""
    shape = 0
    for number in range(10, 10 + count):
        if number % 2:
            yield bytes(mail(number)), State.WAITING
            continue
        write, state = SHAPES[shape % len(SHAPES)]
        shape += 1
        yield write(number), state


def huge(number: int, megabytes: int) -> bytes:
    """A mail with a document of so many megabytes."""
    made = mail(number)
    body = b"%PDF-1.4 " + bytes(range(256)) * (megabytes * 4096)
    made.add_attachment(body, maintype="application", subtype="pdf", filename="plan.pdf")
    return bytes(made)
