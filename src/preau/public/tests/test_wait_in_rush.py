"""More people than places: a few wait, the others read at once when to come back, and lose nothing."""

from __future__ import annotations

import io
import threading
import time
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection, connections

from preau.public.waiting import CHAIRS, PATIENCE, Place, WaitingRoom

FORM = "application/x-www-form-urlencoded"


class Room:
    """A room of one place, whose work goes on until ``let_go``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.gate = threading.Event()
        self.served: list[str] = []
        self.room = WaitingRoom(self._work, places=1, clock=lambda: self.now)
        self.threads: list[threading.Thread] = []

    def _work(self, environ: Any, start_response: Any) -> list[bytes]:
        self.gate.wait(10)
        self.served.append(environ["wsgi.input"].read().decode())
        start_response("200 OK", [])
        return [b"ok"]

    def ask(self, *, form: str | None = None, **more: str) -> tuple[str, dict[str, str], str]:
        said: list[Any] = []
        body = (form or "").encode()
        environ = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "PATH_INFO": "/demarches/budget/voter/gare/relire/",
            "QUERY_STRING": "",
            "HTTP_ACCEPT": "text/html",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": FORM if form is not None else "",
            "wsgi.input": io.BytesIO(body),
            **more,
        }
        page = b"".join(self.room(environ, lambda status, headers: said.extend((status, headers))))
        return said[0], dict(said[1]), page.decode()

    def fill(self, count: int) -> None:
        """``count`` people come and wait for the place, one of them at work."""
        before = self._inside()
        for _ in range(count):
            thread = threading.Thread(target=self.ask, daemon=True)
            thread.start()
            self.threads.append(thread)
        while self._inside() < before + count:
            time.sleep(0.001)

    def _inside(self) -> int:
        return self.room._waiting + 1 - len(self.room._free)

    def let_go(self) -> None:
        self.gate.set()
        for thread in self.threads:
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def room() -> Any:
    made = Room()
    yield made
    made.let_go()


class Fields(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.name = dict(attrs)["name"] if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        self.name = ""

    def handle_data(self, data: str) -> None:
        if self.name:
            # A browser drops the first line feed of a textarea, and that one alone.
            before = self.found.get(self.name)
            self.found[self.name] = data.removeprefix("\n") if before is None else before + data


def test_serve_who_waits(room: Room) -> None:
    """A burst finds its chairs and its place, whoever comes after it too."""
    room.fill(1 + CHAIRS + 2)
    room.let_go()
    assert len(room.served) == 1 + CHAIRS + 2
    assert room.ask()[0] == "200 OK"


def test_tell_who_finds_no_chair(room: Room) -> None:
    room.fill(1 + CHAIRS)
    room.now = PATIENCE + 0.5
    status, headers, page = room.ask()
    assert status.startswith("503")
    assert 4 <= int(headers["Retry-After"]) <= 9
    assert f'http-equiv="refresh" content="{headers["Retry-After"]}"' in page
    assert 'href="/demarches/budget/voter/gare/relire/"' in page
    assert "Rien n’est perdu" in page


def test_keep_what_was_sent(room: Room) -> None:
    room.fill(1 + CHAIRS)
    room.now = PATIENCE + 0.5
    status, _, page = room.ask(form="titre=%0AUn+banc+%3C%26%3E&vide=&jeton=abc")
    assert status.startswith("503")
    assert "refresh" not in page
    assert Fields(page).found == {"titre": "\nUn banc <&>", "vide": "", "jeton": "abc"}
    assert "n’est pas encore enregistré" in page


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_ACCEPT": "application/json"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "9999999"},
    ],
)
def test_let_others_wait(room: Room, more: dict[str, str]) -> None:
    """What could not be asked again so is served in its turn."""
    room.fill(1 + CHAIRS)
    room.now = PATIENCE + 0.5
    answers: list[str] = []
    late = threading.Thread(target=lambda: answers.append(room.ask(**more)[0]))
    late.start()
    room.let_go()
    late.join(10)
    assert answers == ["200 OK"]


def test_forget_rush_when_over(room: Room) -> None:
    room.fill(1 + CHAIRS)
    room.now = PATIENCE + 0.5
    assert room.ask()[0].startswith("503")
    room.let_go()
    assert room.ask()[0] == "200 OK"
    assert room.room._free_at == PATIENCE + 0.5


def test_speak_reader_s_language(room: Room) -> None:
    room.fill(1 + CHAIRS)
    room.now = PATIENCE + 0.5
    page = room.ask(HTTP_COOKIE="preau_langue=en")[2]
    assert '<html lang="en"' in page
    assert room.ask(HTTP_COOKIE="preau_langue=xx; a=b")[2].count('lang="fr"') == 1


@pytest.mark.usefixtures("own_database")
@pytest.mark.django_db(transaction=True)
def test_pass_connection_on() -> None:
    """One thread after the other works with the connection of the place; none keeps it."""
    place, seen, left = Place(), [], []

    def work() -> None:
        place.begin()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            seen.append(cursor.fetchone()[0])
        place.end()
        left.append(len(connections.all(initialized_only=True)))

    for _ in range(3):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(10)
    place.begin()
    connection.close()
    place.end()
    assert len(seen) == 3
    assert len(set(seen)) == 1
    assert left == [0, 0, 0]


def test_free_place_after_stream(room: Room) -> None:
    """A file that is made while it is sent keeps its place until it has ended."""

    class Answer:
        streaming = True

        def __iter__(self) -> Any:
            return iter([b"a", b"b"])

        def close(self) -> None:
            pass

    streamed = WaitingRoom(lambda environ, start: Answer(), places=1)
    answer: Any = streamed({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, print)
    assert len(streamed._free) == 0
    assert b"".join(answer) == b"ab"
    answer.close()
    assert len(streamed._free) == 1
    answer = streamed({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, print)
    del answer  # a server that forgets to close it
    assert len(streamed._free) == 1
