"""A mail server of the tests: mails come in by SMTP, and are taken out by IMAP."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP

#: What a mail server commonly takes.
MOST_BYTES = 52_000_000


@dataclass
class Kept:
    """One mail of the mailbox."""

    raw: bytes
    at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass
class Mailbox:
    """What the server holds, and where it answers."""

    keeps_flags: bool = True
    mails: list[Kept] = field(default_factory=list)
    #: The hour that the server writes on what comes; the real one when nothing is said.
    at: datetime | None = None
    smtp: int = 0
    imap: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(Kept(envelope.content, self.at or datetime.now(UTC)))
        return "250 OK"

    def where(self) -> dict[str, Any]:
        """As ``PREAU_MAILBOXES`` names it."""
        return {
            "host": "127.0.0.1",
            "port": self.imap,
            "user": "plu",
            "password": "p",
            "plain": True,
        }


class _Imap(socketserver.StreamRequestHandler):
    """The few commands of IMAP4rev1 that the intake says."""

    box: Mailbox

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, rest = line.decode().strip().partition(" ")
            verb, _space, given = rest.partition(" ")
            act = getattr(self, f"do_{verb.lower()}", None)
            if act is not None:
                act(given)
            self.say(f"{tag} OK done")
            if verb.upper() == "LOGOUT":
                return

    def do_capability(self, _given: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_logout(self, _given: str) -> None:
        self.say("* BYE")

    def do_select(self, _given: str) -> None:
        self.say(f"* {len(self.box.mails)} EXISTS")
        more = r" \*" if self.box.keeps_flags else ""
        self.say(rf"* OK [PERMANENTFLAGS (\Seen{more})] limited")

    def do_search(self, given: str) -> None:
        flag = r"\Seen" if given == "UNSEEN" else given.removeprefix("UNKEYWORD ")
        found = [n for n, one in enumerate(self.box.mails, 1) if flag not in one.flags]
        self.say("* SEARCH " + " ".join(map(str, found)))

    def do_fetch(self, given: str) -> None:
        number = int(given.split()[0])
        one = self.box.mails[number - 1]
        at = one.at.strftime("%d-%b-%Y %H:%M:%S +0000")
        self.say(f'* {number} FETCH (INTERNALDATE "{at}" BODY[] {{{len(one.raw)}}}')
        self.wfile.write(one.raw)
        self.say(")")

    def do_store(self, given: str) -> None:
        number, flag = re.fullmatch(r"(\d+) \+FLAGS \(?([^)]+)\)?", given).groups()  # type: ignore[union-attr]
        self.box.mails[int(number) - 1].flags.add(flag)


class _Patient(SMTP):
    """Takes lines of any length, as real servers do."""

    line_length_limit = MOST_BYTES


class _Controller(UnthreadedController):
    def factory(self) -> SMTP:
        return _Patient(self.handler, loop=self.loop, data_size_limit=MOST_BYTES)


@contextmanager
def running(box: Mailbox) -> Iterator[Mailbox]:
    """Both servers, until the end of the block."""
    import asyncio

    handler = type("Imap", (_Imap,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as imap:
        imap.daemon_threads = True
        box.imap = imap.server_address[1]
        loop, ready = asyncio.new_event_loop(), threading.Event()

        def take_in() -> None:
            """The whole life of the SMTP side: its loop is this thread's, and no one else's."""
            sink = _Controller(box, hostname="127.0.0.1", port=0, loop=loop)
            sink.begin()
            box.smtp = sink.server.sockets[0].getsockname()[1]
            ready.set()
            loop.run_forever()
            sink.end()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

        threads = [threading.Thread(target=one) for one in (imap.serve_forever, take_in)]
        for thread in threads:
            thread.start()
        assert ready.wait(30)
        try:
            yield box
        finally:
            imap.shutdown()
            loop.call_soon_threadsafe(loop.stop)
            for thread in threads:
                thread.join()
