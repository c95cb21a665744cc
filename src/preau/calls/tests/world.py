"""A call under way, and an application with all that it asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from preau.blueprints import appel_a_projets
from preau.calls.actions import begin_application, put_piece, save_part, send_application
from preau.calls.content import kinds_of
from preau.calls.models import Application, Call

SIRET = "73282932000074"
HOLDER = {
    "title": "Un verger pour tous",
    "summary": "Planter vingt fruitiers et apprendre à les tailler.",
    "zone": "",
    "holder": "Les Amis du Moulin",
    "holder_kind": "association",
    "identifier": SIRET,
    "address": "2 rue du Four",
    "contact": "Nadia Bensaïd",
    "phone": "",
}
ANSWERS = {
    "q-projet": {
        "besoin": "Des fruits.",
        "actions": "Planter.",
        "publics": ["tous"],
        "lieu": {"label": "Parc du Moulin", "lat": 47.01, "lon": 1.43},
    },
    "q-moyens": {"equipe": "Dix bénévoles."},
    "q-suites": {"effets": "On comptera les fruits."},
}
BUDGET = {
    "expenses": [["Arbres", "1 500"], ["Outils", "500,50"]],
    "incomes": [["Cotisations", "400,50", "own"]],
    "asked": "1600",
    "note": "",
}


def pdf(name: str = "statuts.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 un document", content_type="application/pdf")


def open_call(noon: datetime, slug: str = "appel", **settings: Any) -> Call:
    """Open for ten days around ``noon``."""
    settings = {"envelope_cents": 6_000_000, "ceiling_cents": 200_000, "rate": 80, **settings}
    process = appel_a_projets.create(
        title="Appel à projets associatifs",
        slug=slug,
        actor=None,
        opens_at=noon - timedelta(days=5),
        closes_at=noon + timedelta(days=10),
        settings=settings,
        summary="Soixante mille euros pour les projets des associations.",
        contact_email="ville@example.org",
    )
    call = Call.objects.select_related("form").get(step__process=process)
    call.step = process.ordered_steps[0]
    return call


def begin(call: Call, person: Any, title: str = "Un verger pour tous") -> Application:
    made = begin_application(call=call, title=title, holder="Les Amis du Moulin", person=person)
    assert isinstance(made, Application), made
    made.call = call
    return made


def fill(application: Application, person: Any, **holder: Any) -> Application:
    """Everything but the sending."""
    write(application, "porteur", {**HOLDER, **holder}, person)
    for code, answers in ANSWERS.items():
        write(application, code, {"answers": answers, "pending": {}}, person)
    write(application, "budget", BUDGET, person)
    for kind in kinds_of(application.call):
        if kind.is_required:
            until = "2027-12-31" if kind.expires else None
            refusal = put_piece(
                application=application, kind=kind, upload=pdf(), expires_on=until, person=person
            )
            assert refusal is None, refusal
    return application


def write(application: Application, section: str, data: dict[str, Any], person: Any) -> Any:
    return save_part(application=application, section=section, data=data, version=99, person=person)


def send(application: Application, person: Any) -> Application:
    sent = send_application(application=application, person=person)
    assert isinstance(sent, Application), sent
    return sent


def sent_by(call: Call, person: Any, **holder: Any) -> Application:
    title = str(holder.get("title", HOLDER["title"]))
    return send(fill(begin(call, person, title), person, **holder), person)
