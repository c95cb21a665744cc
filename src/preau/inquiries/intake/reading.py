"""Reading a mail whatever it holds: nothing in it may stop the intake."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Any

#: Longer texts are read in the original.
LONGEST = 50_000
MOST_PARTS = 60
MOST_BOXES = 100
MOST_HEADERS = 200_000
_BOX = re.compile(rb"multipart/", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"^(re: )?(absence|out of office|automatic reply|réponse automatique|mail delivery"
    r"|undeliver|delivery status|retour automatique)",
    re.IGNORECASE,
)
#: Headers that only machines write.
_BY_MACHINE = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Loop", "X-Failed-Recipients")


@dataclass
class Part:
    """A document found in a mail."""

    name: str
    body: bytes


@dataclass
class ReadMail:
    """What could be read of a mail; ``fault`` when it could not."""

    sender: str = ""
    subject: str = ""
    message_id: str = ""
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    is_automatic: bool = False
    fault: str = ""


def read_mail(raw: bytes) -> ReadMail:
    """The mail of ``raw``; any fault of reading is told, never raised.

    Boxes in boxes take the parser more than a second: past a depth that nobody writes, only the
    headers are read.
    """
    if len(_BOX.findall(raw)) > MOST_BOXES:
        return _headers_only(raw, "too many parts in one another")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        read = ReadMail(
            sender=_sender(message),
            subject=_header(message, "Subject"),
            message_id=_header(message, "Message-ID"),
        )
        read.is_automatic = _is_automatic(message, read.subject)
        _walk(message, read)
    except Exception as error:  # any shape of bytes may come: it is kept, and said unreadable
        return _headers_only(raw, f"{type(error).__name__}: {error}"[:200])
    if not read.text.strip() and not read.parts:
        read.fault = "empty"
    return read


def _headers_only(raw: bytes, fault: str) -> ReadMail:
    """Who wrote, on what, of a mail whose body cannot be read."""
    try:
        message = BytesHeaderParser(policy=email.policy.default).parsebytes(raw[:MOST_HEADERS])
        return ReadMail(
            sender=_sender(message),
            subject=_header(message, "Subject"),
            message_id=_header(message, "Message-ID"),
            fault=fault,
        )
    except Exception:  # not even that
        return ReadMail(fault=fault)


def _header(message: Message, name: str) -> str:
    try:
        said = str(message.get(name, "") or "")
    except Exception as error:  # headers are parsed when they are read
        return f"({type(error).__name__})"
    return clean(" ".join(said.split()))[:250]


def _sender(message: Message) -> str:
    return parseaddr(_header(message, "From"))[1][:250]


def _is_automatic(message: Message, subject: str) -> bool:
    said = _header(message, "Auto-Submitted").lower()
    precedence = _header(message, "Precedence").lower()
    return (
        (bool(said) and said != "no")
        or precedence in {"bulk", "auto_reply", "junk"}
        or any(_header(message, name) for name in _BY_MACHINE)
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or bool(_AUTOMATIC.match(subject))
    )


def _walk(message: EmailMessage | Message, read: ReadMail) -> None:
    plain, rich = [], []
    for place, part in enumerate(message.walk()):
        if place >= MOST_PARTS:
            break
        if part.is_multipart():
            continue
        name = part.get_filename()
        kind = part.get_content_type()
        body = part.get_payload(decode=True)
        raw = body if isinstance(body, bytes) else b""
        if name or not kind.startswith("text/"):
            read.parts.append(Part(clean(name or f"document-{place}")[-120:], raw))
        elif kind == "text/html":
            rich.append(_in_words(decoded(raw, part.get_content_charset())))
        else:
            plain.append(decoded(raw, part.get_content_charset()))
    text = "\n".join(plain) if any(one.strip() for one in plain) else "\n".join(rich)
    read.text = clean(text).replace("\r\n", "\n").strip()


def decoded(body: bytes, charset: str | None) -> str:
    """The words of ``body``: the charset it says, else UTF-8, else what Windows would write."""
    for name in (charset, "utf-8", "cp1252"):
        if not name:
            continue
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return body.decode("latin-1")


def clean(text: str) -> str:
    """What a database can hold: no NUL, no half of a pair of surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("script", "style", "head"):
            self.silent += 1
        if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head") and self.silent:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def _in_words(page: str) -> str:
    parser = _Words()
    parser.feed(page)
    lines = (" ".join(line.split()) for line in "".join(parser.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fingerprint(raw: bytes) -> str:
    """Hash of a mail as it came."""
    return hashlib.sha256(raw).hexdigest()
