"""What services and reviews leave in the drawers of a twin city, and their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone


def fill_services(twin: Any) -> None:
    """A rule that fits an idea which nobody was asked to study yet."""
    from preau.proposals.models import Proposal
    from preau.services.models import Rule

    things = twin.things
    free = Proposal.objects.filter(process__slug="deuxieme").order_by("number")[1]
    Proposal.objects.filter(pk=free.pk).update(service=None)
    rule = Rule.objects.create(order=0, theme_id=free.theme_id, service_id=things["service"])
    things["free"], things["rule"] = free.number, rule.pk


def fill_reviews(twin: Any) -> None:
    """Two services are asked about an idea: one opinion for the agent, one for the link of a mail."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from preau.proposals.models import Proposal, Status
    from preau.reviews.links import opinion_link, precision_link
    from preau.reviews.notes import add_note
    from preau.reviews.opinions import ask_opinions
    from preau.reviews.precisions import ask_author

    things = twin.things
    _ask_more(twin, things["review"])
    idea = Proposal.objects.get(process__slug="deuxieme", number=things["waiting"])
    idea.opinions.all().delete()
    idea.syntheses.all().delete()
    held = next(one for one in twin.agent.roles if one.service_id is not None)
    other = idea.service if idea.service_id != held.service_id else None
    services = [held.service, *([other] if other else [])]
    asked = ask_opinions(proposal=idea, step=things["review"], services=services, actor=twin.owner)
    file = SimpleUploadedFile("devis.pdf", b"%PDF-1.7 devis")
    note = add_note(proposal=idea, words="Un devis", files=[file], author=twin.agent)
    things["attachment"] = note.attachments.all()[0].pk
    late = Proposal.objects.filter(
        process__slug="deuxieme", status=Status.REVIEW, author__isnull=False
    )
    question = ask_author(
        proposal=late.exclude(pk=idea.pk)[0],
        step=things["review"],
        question="Où ?",
        due_on=timezone.localdate() + timedelta(days=9),
        actor=twin.owner,
    )
    things["precision"] = precision_link(question).rsplit("/", 2)[1]
    things["opinion"] = asked[0].pk
    things["opinion_link"] = opinion_link(asked[0], twin.agent).rsplit("/", 2)[1]


def _ask_more(twin: Any, review: Any) -> None:
    """A question of this edition's own, asked with every opinion."""
    from preau.questions.schema import read_document
    from preau.reviews.extra import ask_questions, edit_questions
    from preau.reviews.models import Round

    said = {"number": 1, "title": "Étude", "held_by": "services"}
    held, _new = Round.objects.get_or_create(step=review, kind="study", defaults=said)
    held.step = review
    one = {"id": "q1", "type": "short", "title": "Quel sol ?"}
    document = read_document({"format": 1, "questions": [one]})
    edit_questions(held=held, document=document, actor=twin.owner)
    ask_questions(held=held, actor=twin.owner)


def desk_services(twin: Any) -> Iterator[Any]:
    """The services and their rules belong to the site: its administrator keeps them."""
    from .addresses import _get, _post

    things = twin.things
    keeper: dict[str, Any] = {"who": "administrator"}
    for name in ("list", "new", "import", "rules"):
        yield _get(f"services_desk:{name}", **keeper)
    yield _post("services_desk:new", data={"name": "Fontaines"}, **keeper)
    file = {"do": "write", "text": "Service;Courriel\nFontaines;eau@example.org"}
    yield _post("services_desk:import", data=file, **keeper)
    yield _get("services_desk:service", things["service"], is_key=True, **keeper)
    added = {"do": "add", "email": "nouvelle@example.org"}
    yield _post("services_desk:service", things["service"], data=added, is_key=True, **keeper)
    yield _get("services_desk:rule", 0, **keeper)
    yield _get("services_desk:rule", things["rule"], is_key=True, **keeper)
    rule = {"do": "save", "theme": things["theme"], "service": things["service"]}
    yield _post("services_desk:rule", things["rule"], data=rule, is_key=True, **keeper)
    forgotten = {"do": f"delete-{things['rule']}"}
    yield _post("services_desk:rules", data=forgotten, **keeper)
    free = things["free"]
    yield _post("services_desk:entrust", "deuxieme", free, who="owner")


def desk_reviews(twin: Any) -> Iterator[Any]:
    """Opinions, study file, synthesis, and the link that opens one opinion."""
    from .addresses import _get, _post

    here, number, things = "deuxieme", twin.things["waiting"], twin.things
    agent: dict[str, Any] = {"who": "agent"}
    asked = {"services": things["service"], "due_on": f"{timezone.localdate():%Y-%m-%d}"}
    yield _get("reviews_desk:ask", here, number, who="owner", status=302)
    yield _post("reviews_desk:ask", here, number, data=asked, who="owner")
    opinion = {"version": "0", "stance": "favourable", "words": "Oui.", "do": "sign"}
    pk = things["opinion"]
    opinion[f"o{pk}x-seen"] = "q1"  # the round's own question was on the page
    yield _get("reviews_desk:opinion", pk, is_key=True, status=302, **agent)
    yield _post("reviews_desk:opinion", pk, data=opinion, is_key=True, **agent)
    part = {"version": "0", "risks": "Le sol est pollué.", "do": "sign"}
    yield _post("reviews_desk:section", here, number, "risks", data=part, **agent)
    conclusion = {"outcome": "go", "words": "Tout va.", "cost_cents": "100"}
    yield _post("reviews_desk:synthesis", here, number, data=conclusion, who="owner")
    yield _get("reviews_desk:second_reading", here, number, who="owner", status=302)
    asked = {
        "question": "Où, exactement ?",
        "due_on": f"{timezone.localdate() + timedelta(9):%Y-%m-%d}",
    }
    yield _get("reviews_desk:precision", here, number, status=302, **agent)
    yield _post("reviews_desk:precision", here, number, data=asked, **agent)
    yield _get("reviews:precision", things["precision"], is_key=True)
    clear = {"answer": "Là.", "title": "Un titre", "idea": "Une idée, plus claire."}
    yield _post("reviews:precision", things["precision"], data=clear, is_key=True, status=200)
    yield _get("reviews_desk:note", here, number, status=302, **agent)
    yield _post("reviews_desk:note", here, number, data={"words": "Vu."}, **agent)
    yield _post("reviews_desk:presence", here, number, status=200, **agent)
    yield _get("reviews_desk:attachment", things["attachment"], is_key=True, **agent)
    yield _get("reviews_desk:rounds", here, who="owner")
    turn = {"study-is_held": "on", "study-title": "Étude", "study-days": "9"}
    yield _post("reviews_desk:rounds", here, data=turn, who="owner")
    yield _get("reviews_desk:questions", here, "etude", who="owner")
    yield _post(
        "reviews_desk:questions", here, "etude", data={"do": "add", "type": "long"}, who="owner"
    )
    yield _get("reviews_desk:question", here, "etude", "q1", who="owner")
    asked = {"title": "Quel sol, au juste ?", "when": "always"}
    yield _post("reviews_desk:question", here, "etude", "q1", data=asked, who="owner")
    token = things["opinion_link"]
    yield _get("reviews_desk:opinion_link", token, is_key=True)
    yield _post("reviews_desk:opinion_link", token, data=opinion, is_key=True, status=200)
