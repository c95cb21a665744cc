"""The public inquiry of the twin cities: its file, its register, its acts, and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

#: In the path of every page of the inquiry.
HERE = ("plu", "enquete")
PUBLIC = "/demarches/plu/enquete/enquete/"
ROAD = "?project=road&stage=ready&assessment=no&several=no&wants=yes"


def inquiry(twin: Twin) -> None:
    """An inquiry open in both cities; the decider of the twin is its commissioner."""
    from django.utils import timezone

    from preau.blueprints import enquete_publique
    from preau.blueprints.enquete_publique import Plan, Who
    from preau.inquiries.models import Capacity, Inquiry

    letter, at = twin.letter, clock.now()
    day = timezone.localdate(at)
    with clock.stopped(at - timedelta(days=30)):
        enquete_publique.create(
            title=f"L{letter} plan",
            slug="plu",
            actor=twin.owner,
            opens_at=at - timedelta(days=3),
            closes_at=at + timedelta(days=30),
            plan=Plan(
                profile="environnementale",
                purpose=f"R{letter}vision du plan.",
                authority=f"L{letter} maire",
                project_owner=f"La comm{letter}",
                seat=f"Mairi{letter}",
                email="plu@example.org",
                order_on=day - timedelta(days=28),
                notice_on=day - timedelta(days=27),
                people=(Who(Capacity.COMMISSIONER, f"L{letter} juge", user=twin.decider),),
            ),
        )
    found = Inquiry.objects.select_related("step__process").get()
    twin.things["inquiry"] = found
    _fill(twin, found)


def _fill(twin: Twin, found: Any) -> None:
    from django.core.files.base import ContentFile

    from preau.inquiries.commission import Cut, add_theme, write_point
    from preau.inquiries.dossier import add_version
    from preau.inquiries.intake.actions import take_mail
    from preau.inquiries.models import Follower, Observation
    from preau.inquiries.people import add_permanence
    from preau.inquiries.procedure import Told, record_act

    letter, things, at = twin.letter, twin.things, clock.now()
    pdf = ContentFile(f"%PDF-1.4 {letter}".encode(), name=f"not{letter}.pdf")
    version = add_version(piece=found.pieces.all()[0], upload=pdf, actor=twin.owner)
    window = twin.window
    pdf.seek(0)
    typed = {"text": f"Un avis {letter}nvoyé", "author_kind": "anonymous", "documents": pdf}
    window.post(f"{PUBLIC}deposer/", typed)
    sent = window.post(f"{PUBLIC}deposer/relire/")
    things["inquiry_receipt"] = sent.headers["Location"].rstrip("/").rpartition("/")[2]
    window.post(f"{PUBLIC}deposer/", {"text": f"Gardé s{letter}cr{letter}t"})
    window.post(f"{PUBLIC}suivre/", {"email": "voisine@example.org"})
    one = Observation.objects.get()
    theme = add_theme(inquiry=found, title=f"Th{letter}me", actor=twin.decider)
    write_point(observation=one, cut=Cut(f"Un rest{letter}", theme), actor=twin.decider)
    day = at.date()
    pdf.seek(0)
    from preau.inquiries.documents import keep_file

    told = Told("report", day, f"Rapport s{letter}cr{letter}t", document=keep_file(upload=pdf))
    things["act"] = record_act(inquiry=found, told=told, actor=twin.decider).pk
    pdf.seek(0)
    told = Told("visit", day, f"Visit{letter}", document=keep_file(upload=pdf))
    things["public_act"] = record_act(inquiry=found, told=told, actor=twin.decider).pk
    things["permanence"] = add_permanence(
        inquiry=found,
        place=f"Mairi{letter}",
        starts_at=at + timedelta(days=1),
        ends_at=at + timedelta(days=1, hours=2),
        actor=twin.owner,
    ).pk
    raw = f"From: a@example.org\n\nUn mot s{letter}cr{letter}t".encode()
    things["incoming"] = take_mail(inquiry=found, raw=raw).pk
    from preau.inquiries.chain import append
    from preau.inquiries.documents import keep_bytes
    from preau.inquiries.models import Timestamp, Watch

    signed = f"sign{letter}".encode()
    reply = keep_bytes(body=signed, name=f"{letter}.tsr", kind="application/timestamp-reply")
    line = append(found, "day", "2027-01-01")
    things["stamp"] = line.place
    Timestamp.objects.create(
        inquiry=found, place=line.place, root=line.hash, document=reply, at=line.at
    )
    Watch.objects.create(inquiry=found, last_at=at)
    things["follower"] = Follower.objects.get().token
    things |= {"version": version.pk, "inquiry_theme": theme.pk, "piece": version.piece_id}
    things["party"] = found.parties.all()[0].pk


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """Each public page, then each page of the desk, as its own people use them."""
    things = twin.things
    for name in ("home", "calendar", "notice", "press", "poster", "file", "whole"):
        yield get(f"inquiries:{name}", *HERE)
    for name in ("register", "journal", "chain", "geojson"):
        yield get(f"inquiries:{name}", *HERE, query="?q=avis")
    yield get("inquiries:act", *HERE, things["public_act"], is_key=True)
    yield get("inquiries:download", *HERE, things["version"], is_key=True)
    yield get("inquiries:alternative", *HERE, things["version"], is_key=True)
    yield get("inquiries:observation", *HERE, 1)
    yield get("inquiries:stamp", *HERE, things["stamp"])
    yield get("inquiries:attachment", *HERE, 1, 1)
    yield post("inquiries:subscribe", *HERE, data={"email": "a@example.org"})
    yield get("inquiries:following", *HERE, things["follower"], is_key=True)
    yield post("inquiries:following", *HERE, things["follower"], data={"do": "leave"}, is_key=True)
    yield get("inquiries:receipt", *HERE, things["inquiry_receipt"], is_key=True)
    yield get("inquiries:deposit", *HERE, who="window")
    words = {"text": "Un autre avis", "author_kind": "anonymous"}
    yield post("inquiries:deposit", *HERE, data=words, who="window")
    yield get("inquiries:review", *HERE, who="window", status=422)
    yield post("inquiries:discard", *HERE, who="window")
    yield from _desk(twin, get, post)


def _desk(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    things = twin.things
    owner: dict[str, Any] = {"who": "owner"}
    judge: dict[str, Any] = {"who": "decider"}
    for name in ("home", "observations", "themes", "file", "acts", "permanences", "people"):
        yield get(f"inquiries_desk:{name}", *HERE, **owner)
    for name in ("mails", "exports", "csv", "xlsx", "ods"):
        yield get(f"inquiries_desk:{name}", *HERE, **judge)
    for format in ("odt", "docx"):
        yield get("inquiries_desk:dossier", *HERE, format, **judge)
    yield get("inquiries_desk:paper", *HERE, 1, **owner)
    yield get("inquiries_desk:archive", *HERE, "copie", **owner)
    yield get("inquiries_desk:archive", *HERE, "preuve", **judge)
    for name in ("mail", "original"):
        yield get(f"inquiries_desk:{name}", *HERE, things["incoming"], **judge, is_key=True)
    aside = {"do": "aside", "reason": "Une offre"}
    yield post("inquiries_desk:mail", *HERE, things["incoming"], data=aside, **judge, is_key=True)
    yield get("inquiries_desk:papers", *HERE, **owner)
    yield get("inquiries_desk:made", *HERE, "publication", **owner)
    yield get("inquiries_desk:settings", *HERE, **owner)
    yield post("inquiries_desk:settings", *HERE, status=403, **owner)
    yield get("inquiries_desk:enter", *HERE, **judge)
    day = clock.now().date().isoformat()
    paper = {"channel": "paper", "day": day, "text": "Un mot", "author_kind": "anonymous"}
    yield post("inquiries_desk:enter", *HERE, data=paper, **judge)
    yield post("inquiries_desk:observations", *HERE, data={"one": ["1"]}, **judge)
    yield get("inquiries_desk:sheet", *HERE, "1", **judge)
    mask = {"do": "mask", "passage": "Un", "reason": "insult"}
    yield post("inquiries_desk:sheet", *HERE, "1", data=mask, **judge)
    yield get("inquiries_desk:attachment", *HERE, "1", 1, **judge)
    yield post("inquiries_desk:themes", *HERE, data={"title": "Un autre"}, **judge)
    key = {"is_key": True}
    yield get("inquiries_desk:theme", *HERE, things["inquiry_theme"], **judge, **key)
    said = {"do": "analyse", "words": "Vu."}
    yield post("inquiries_desk:theme", *HERE, things["inquiry_theme"], data=said, **judge, **key)
    yield post("inquiries_desk:file", *HERE, data={"title": "Une annexe"}, **owner)
    yield get("inquiries_desk:piece", *HERE, things["piece"], **owner, **key)
    yield post("inquiries_desk:piece", *HERE, things["piece"], **owner, **key, status=422)
    act = {"kind": "press", "done_on": day, "title": "Le journal"}
    yield post("inquiries_desk:acts", *HERE, data=act, **owner)
    yield get("inquiries_desk:document", *HERE, things["act"], **owner, **key)
    yield post("inquiries_desk:publish", *HERE, things["act"], **owner, **key)
    yield post("inquiries_desk:move", *HERE, "suspendre", status=422, **owner)
    yield post("inquiries_desk:move", *HERE, "prolonger", status=422, **judge)
    yield get("inquiries_desk:complement", *HERE, status=403, **owner)
    hours = {"place": "Mairie", "day": day, "start": "09:00", "end": "11:00"}
    yield post("inquiries_desk:permanences", *HERE, data=hours, **owner)
    count = {"visitors": "4", "account": "Calme."}
    yield post("inquiries_desk:permanence", *HERE, things["permanence"], data=count, **judge, **key)
    named = {"capacity": "court", "name": "Le tribunal"}
    yield post("inquiries_desk:people", *HERE, data=named, **owner)
    yield post("inquiries_desk:independent", *HERE, **judge)
    yield get("inquiries_desk:replace", *HERE, things["party"], **owner, **key)
    other = {"name": "Une autre", "reason": "Maladie"}
    yield post("inquiries_desk:replace", *HERE, things["party"], data=other, **owner, **key)
    yield get("desk:new_inquiry", query=ROAD, **owner)
    yield get("desk:set_inquiry", "voirie", query=ROAD, **owner)
    yield post("desk:set_inquiry", "voirie", data={"title": "La rue"}, status=422, **owner)
