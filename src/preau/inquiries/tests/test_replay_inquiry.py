"""One inquiry of the code of the environment, day by day, from the order to the archive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from preau.inquiries import proof
from preau.inquiries.archive import seal_register, write_archive
from preau.inquiries.chain import hold_chain
from preau.inquiries.commission import Cut, add_theme, answer_theme, cut_alike, mask_passage
from preau.inquiries.deposits import Written, add_to_register, deposit, enter
from preau.inquiries.documents import keep_file
from preau.inquiries.dossier import add_version
from preau.inquiries.intake.actions import accept_mail, take_mail
from preau.inquiries.models import Act, Channel, Inquiry, Observation, Party, Piece, Point
from preau.inquiries.people import add_permanence, replace_party, report_permanence
from preau.inquiries.procedure import (
    Told,
    delays,
    missing_to_open,
    prolong,
    publish_act,
    record_act,
)
from preau.inquiries.queries import figures
from preau.kernel import clock
from preau.kernel.refusal import Refused

from .world import CLOSES, OPENS, commissioner, person, project_owner

LETTER = (
    "Nous, soussignés, demandons que le bois des Rouches reste classé en espace boisé, car il"
    " protège le village des vents et abrite des chauves-souris. Famille {}."
)
PLAN = b"%PDF-1.4 un plan"


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour - 2, tzinfo=UTC)


def act(inquiry: Inquiry, kind: str, moment: datetime, actor: Any, **more: Any) -> Act:
    with clock.stopped(moment):
        document = more.pop("document", None) and keep_file(
            upload=ContentFile(PLAN, name=f"{kind}.pdf")
        )
        told = Told(kind, moment.date(), f"Acte {kind}", document=document)
        made = record_act(inquiry=inquiry, told=told, actor=actor)
    made.inquiry = inquiry
    return made


def prepare(inquiry: Inquiry, odile: Any) -> None:
    """April: the order, the notice, the file, the permanences."""
    assert missing_to_open(inquiry) == ["Arrêté d’ouverture", "Avis au public"]
    act(inquiry, "order", at(4, 12), odile, document=True)
    with pytest.raises(Refused) as caught:
        act(inquiry, "notice", at(4, 19), odile)
    assert "R. 123-11" in caught.value.refusal.rule
    act(inquiry, "notice", at(4, 16), odile)
    act(inquiry, "posting", at(4, 17), odile, document=True)
    for piece in Piece.objects.filter(inquiry=inquiry, is_required=True):
        with clock.stopped(at(4, 20)):
            upload = SimpleUploadedFile(f"{piece.code}.pdf", PLAN)
            add_version(piece=piece, upload=upload, actor=odile)
    with clock.stopped(at(4, 21)):
        add_permanence(
            inquiry=inquiry,
            place="Mairie",
            starts_at=at(5, 5, 14),
            ends_at=at(5, 5, 17),
            actor=odile,
        )
    assert missing_to_open(inquiry) == []


def hold(inquiry: Inquiry, odile: Any) -> None:
    """May: every channel, a permanence, a document asked for, an outage, a petition."""
    with clock.stopped(OPENS):
        made = deposit(inquiry=inquiry, written=Written("La première, à neuf heures."))
        assert made[0].number == 1
    act(inquiry, "recall", at(5, 7), odile)
    with clock.stopped(at(5, 5, 16)):
        for channel, text in (
            (Channel.ORAL, "Mon puits est à sec."),
            (Channel.PAPER, "Monsieur Roche, 06 11 22 33 44, n’a pas de permis."),
            (Channel.POST, "Lettre de l’association."),
            (Channel.COUNCIL, "Délibération de la commune voisine."),
        ):
            enter(
                inquiry=inquiry,
                written=Written(text, place="Mairie"),
                channel=channel,
                received_at=clock.now(),
                actor=commissioner(),
            )
        permanence = inquiry.permanences.get()
        permanence.inquiry = inquiry
        report_permanence(permanence=permanence, visitors=6, account="Calme.", actor=commissioner())
        masked = Observation.objects.get(inquiry=inquiry, number=3)
        mask_passage(
            observation=masked, passage="06 11 22 33 44", reason="private", actor=commissioner()
        )
    with clock.stopped(at(5, 10)):
        raw = b"From: c@example.org\nSubject: Avis\nMessage-ID: <1@x>\n\nPar courriel."
        taken = take_mail(inquiry=inquiry, raw=raw)
        accept_mail(mail=taken, text="Par courriel.", actor=commissioner())
    act(inquiry, "document_asked", at(5, 12), commissioner())
    act(inquiry, "outage", at(5, 13), odile)
    with clock.stopped(at(5, 14)):
        chain = hold_chain(inquiry)
        for number in range(900):
            written = Written(LETTER.format(number))
            add_to_register(
                chain=chain, written=written, channel=Channel.WEB, received_at=clock.now()
            )
        first = Observation.objects.filter(inquiry=inquiry, text=LETTER.format(0)).get()
        theme = add_theme(inquiry=inquiry, title="Bois", actor=commissioner())
        cut = Cut("Le bois reste boisé", theme)
        assert cut_alike(observation=first, cut=cut, actor=commissioner()) == 900


def test_replay_day_by_day(inquiry: Inquiry, cast: Any, tmp_path: Any) -> None:
    odile = cast.odile
    prepare(inquiry, odile)
    hold(inquiry, odile)
    found = figures(inquiry)
    assert (found.total, found.distinct) == (906, 7)

    # The commissioner falls ill: the court names another, who alone decides from then on.
    newcomer = person("Roger", "Vasseur")
    with clock.stopped(at(5, 20)):
        party = Party.objects.get(inquiry=inquiry, capacity="commissioner", until=None)
        party.inquiry = inquiry
        replace_party(
            party=party, name="Roger Vasseur", user=newcomer, reason="Maladie", actor=odile
        )
        longer = CLOSES + timedelta(days=10)
        with pytest.raises(Refused):
            prolong(inquiry=inquiry, closes_at=longer, reason="Panne", actor=commissioner())
        prolong(inquiry=inquiry, closes_at=longer, reason="Panne du 13 mai", actor=newcomer)

    # Closing on 14 June at 17 h 30; the last letter comes too late.
    with clock.stopped(longer):
        refused = deposit(inquiry=inquiry, written=Written("Trop tard."))
        assert refused.code == "closed"
        late = enter(
            inquiry=inquiry,
            written=Written("La poste a tardé."),
            channel=Channel.POST,
            received_at=longer,
            actor=newcomer,
        )
        assert late.ref == "L1"
        seal_register(inquiry=inquiry, actor=newcomer)
        with pytest.raises(Refused) as caught:
            enter(
                inquiry=inquiry,
                written=Written("Encore une."),
                channel=Channel.POST,
                received_at=CLOSES,
                actor=newcomer,
            )
        assert caught.value.refusal.code == "sealed"

    act(inquiry, "minutes", at(6, 21), newcomer, document=True)
    with clock.stopped(at(6, 25)):
        theme = inquiry.themes.get()
        theme.inquiry = inquiry
        answer_theme(theme=theme, answer="Le bois restera boisé.", actor=project_owner())
    act(inquiry, "reply", at(6, 30), project_owner(), document=True)
    report = act(inquiry, "report", at(7, 13), newcomer, document=True)
    act(inquiry, "conclusions", at(7, 13), newcomer, document=True)
    assert not Act.objects.filter(
        inquiry=inquiry, kind="report", published_at__isnull=False
    ).exists()
    with clock.stopped(at(7, 15)):
        assert publish_act(act=report, actor=odile)
    act(inquiry, "decision", at(9, 30), odile)

    # Each date against its article, as the profile holds it.
    due = {one.term.code: one for one in delays(inquiry)}
    expected = {
        "order": ("R. 123-9 C. env.", date(2027, 4, 18)),
        "notice": ("R. 123-11 C. env.", date(2027, 4, 18)),
        "recall": ("R. 123-11 C. env.", date(2027, 5, 10)),
        "minutes": ("R. 123-18 C. env.", date(2027, 6, 22)),
        "reply": ("R. 123-18 C. env.", date(2027, 7, 6)),
        "report": ("L. 123-15 C. env.", date(2027, 7, 14)),
    }
    assert {code: (one.term.article, one.last_day) for code, one in due.items()} == expected
    assert not any(one.is_late_on(date(2027, 9, 30)) for one in due.values())

    path = tmp_path / "preuve.zip"
    with write_archive(inquiry, is_sealed_text=True) as file:
        path.write_bytes(file.read())
    verdict = proof.verify(str(path))
    assert (verdict.faults, verdict.observations) == ([], 907)
    assert Point.objects.filter(theme__inquiry=inquiry).count() == 900
