"""Hours when nobody could take part: found by themselves, written in the chain, decided upon by people."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.inquiries import outages
from preau.inquiries.archive import write_archive
from preau.inquiries.models import Act, Inquiry, Link
from preau.inquiries.outages import longer_end, outages_of, watch, watch_all
from preau.kernel import clock
from preau.processes.models import Process

from .world import CLOSES, DURING, OPENS, commissioner

ACTS = "/bureau/demarches/plu/enquete/enquete/actes/"


def notes(inquiry: Inquiry, *moments: datetime, fault: str = "") -> None:
    for moment in moments:
        with clock.stopped(moment):
            watch(inquiry, fault)


def test_find_silence_of_worker(inquiry: Inquiry, deliver_mail: Any) -> None:
    minute = timedelta(minutes=1)
    notes(inquiry, DURING, DURING + minute, DURING + 5 * minute, DURING + 90 * minute)
    (found,) = outages_of(inquiry)
    assert (found.start, found.end) == (DURING + 5 * minute, DURING + 90 * minute)
    with clock.stopped(DURING + timedelta(hours=2)):
        sent = deliver_mail()
    assert {one.to[0] for one in sent} == {commissioner().email, "greffe@tribunal.example"}
    assert "n’a pas répondu du" in sent[0].body


def test_find_page_that_does_not_answer(
    inquiry: Inquiry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is well, the site is not: what the public would have met is written."""
    Process.objects.update(state=Process.State.PUBLISHED)
    settings.PREAU_PROBE = True
    said = ["", *["HTTP Error 502: Bad Gateway"] * 20, ""]

    def probe(_one: Inquiry) -> str:
        return said.pop(0)

    monkeypatch.setattr(outages, "probe", probe)
    for n in range(22):
        with clock.stopped(DURING + timedelta(minutes=n)):
            assert watch_all() == (n == 21)
    (found,) = outages_of(inquiry)
    assert (found.seconds, found.fault) == (21 * 60, "HTTP Error 502: Bad Gateway")


def test_probe_says_what_fails(inquiry: Inquiry, settings: Any) -> None:
    assert outages.probe(inquiry) == ""
    settings.PREAU_PROBE = True
    assert outages.probe(inquiry) != ""


def test_count_only_between_the_two_hours(inquiry: Inquiry) -> None:
    hour = timedelta(hours=1)
    notes(inquiry, OPENS - hour, OPENS + hour, CLOSES - hour, CLOSES + hour)
    spans = [(one.start, one.end) for one in outages_of(inquiry)]
    assert spans == [(OPENS, OPENS + hour), (OPENS + hour, CLOSES - hour), (CLOSES - hour, CLOSES)]


def test_record_and_decide(inquiry: Inquiry, cast: Any, client: Any) -> None:
    """The authority writes it down with its proof, the commissioner sees the end it may give."""
    notes(inquiry, DURING, DURING + timedelta(hours=3))
    line = Link.objects.get(kind="outage").place
    with clock.stopped(DURING + timedelta(hours=4)):
        end, refusal = longer_end(inquiry, outages_of(inquiry)) or (None, None)
        assert (end, refusal) == (CLOSES + timedelta(days=1), None)
        client.force_login(commissioner())
        page = client.get(ACTS).content.decode()
        assert "5 juin" in page.replace("\xa0", " ")
        assert 'value="2027-06-05"' in page
        client.force_login(cast.odile)
        page = client.get(f"{ACTS}?panne={line}").content.decode()
        assert "Panne du site du" in page
        assert f'value="{line}"' in page
        said = {"kind": "outage", "done_on": "2027-05-12", "title": "Panne", "line": line}
        assert client.post(ACTS, said).status_code == 302
    assert Act.objects.get(kind="outage").data == {"line": line}
    assert [one.is_recorded for one in outages_of(inquiry)] == [True]
    with write_archive(inquiry, is_sealed_text=True) as file, zipfile.ZipFile(file) as archive:
        assert f"ligne {line} 2027-05-12T10:00" in archive.read("pannes.txt").decode()


def test_too_late_to_prolong_says_why(inquiry: Inquiry) -> None:
    notes(inquiry, CLOSES - timedelta(hours=9), CLOSES - timedelta(hours=2))
    with clock.stopped(CLOSES - timedelta(hours=1)):
        _end, refusal = longer_end(inquiry, outages_of(inquiry)) or (None, None)
    assert refusal is not None
    assert "L. 123-9" in refusal.rule
