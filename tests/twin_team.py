"""The team and the new processes of a twin city: their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def ask_visit(twin: Any) -> int:
    """The platform asks to come in; nobody has answered."""
    from preau.operator.visits import ask

    return ask(site=twin.site, operator_name="Samir", reason="Un export qui échoue.").pk


def join_network(twin: Any) -> None:
    """Both cities are members; what they share bears no mark, since it is there to be read."""
    from datetime import timedelta

    from django.utils import timezone

    from preau.network.models import Member, Post, SharedModel
    from preau.network.sharing import shareable
    from preau.processes.models import Process
    from preau.processes.outline import outline_of

    member = Member.objects.create(
        name="Une ville", population=9000, contact_name="Ana", contact_email="ana@example.org"
    )
    at = timezone.now() + timedelta(days=9)
    more = {"member": member, "author_name": "Ana", "words": "Oui.", "title": "Ici"}
    question = Post.objects.create(kind="question", **more)
    meeting = Post.objects.create(
        kind="meeting", starts_at=at, ends_at=at + timedelta(hours=1), **more
    )
    outline, _taken = shareable(outline_of(Process.objects.get(slug="deuxieme")))
    for text in ("title", "summary", "presentation"):
        outline[text] = "Ici"
    outline |= {"rulebook": {}, "parts": {}}
    for step in outline["steps"]:
        step |= {"title": "Ici", "summary": ""}
    model = SharedModel.objects.create(
        member=member, title="Ici", outline=outline, author_name="Ana"
    )
    twin.things["network"] = question.pk, meeting.pk, model.pk


def network_examples(_get: Any, _post: Any, twin: Any) -> Iterator[Any]:
    """The network: a member of it, and what both share."""
    head: dict[str, Any] = {"who": "administrator"}
    question, meeting, model = twin.things["network"]
    for name in ("home", "join", "marks", "models"):
        yield _get(f"network_desk:{name}", **head)
    sheet = {"name": "Ici", "population": "9000", "contact_name": "A", "contact_email": "a@b.fr"}
    yield _post("network_desk:join", data=sheet, **head)
    yield _get("network_desk:posts", "question", **head)
    yield _post("network_desk:posts", "question", data={"title": "Une", "words": "Oui"}, **head)
    yield _get("network_desk:post", "question", question, **head)
    said = {"do": "answer", "words": "Non"}
    yield _post("network_desk:post", "question", question, data=said, **head)
    yield _get("network_desk:calendar", meeting, **head)
    yield _get("network_desk:model", model, **head)
    yield _get("network_desk:preview", model, **head)
    yield _get("network_desk:share", "deuxieme", **head)
    shared = {"title": "Ici", "note": "Pour commencer"}
    yield _post("network_desk:share", "deuxieme", data=shared, **head)


def team_examples(_get: Any, _post: Any, twin: Any) -> Iterator[Any]:
    """A list, an invitation, and a page for somebody who has a role."""
    head = {"who": "administrator"}
    yield _get("team_desk:list", query="?mots=a&role=agent&attente=1", **head)
    yield _get("team_desk:invite", **head)
    yield _get("team_desk:security", **head)
    yield _post("team_desk:security", data={"do": "off"}, **head)
    yield _get("team_desk:second_factor", **head)
    yield _post("team_desk:second_factor", data={"code": "0"}, status=422, **head)
    known = {"email": "nouvelle@example.org", "role": "decider", "first_name": "Zoé"}
    yield _post("team_desk:invite", data=known, **head)
    yield _get("team_desk:person", twin.agent.pk, is_key=True, **head)
    yield _post("team_desk:person", twin.agent.pk, data={"do": "leave"}, **head)


def wizard_examples(_get: Any, _post: Any, twin: Any) -> Iterator[Any]:
    """A new process, and what is set in one; the questions come after a choice only (404)."""
    owner: dict[str, Any] = {"who": "owner"}
    yield _get("desk:new", **owner)
    for source in ("application:participatory_budget", "demarche:deuxieme"):
        yield _post("desk:new", data={"source": source}, **owner)
    yield _post("desk:new", data={"source": "demarche:ailleurs"}, status=422, **owner)
    for name in ("words", "dates", "rules", "review"):
        yield _get(f"desk:new_{name}", status=404, **owner)
    for name in ("publish", "keep", "settings", "rulebook"):
        yield _get(f"desk:{name}", "deuxieme", **owner)
    yield _post("desk:keep", "deuxieme", data={"name": "Notre modèle"}, **owner)
    words = {"title": "Un titre", "summary": "Une promesse."}
    yield _post("desk:settings", "deuxieme", data=words, **owner)
    yield _get("previews_desk:links", "deuxieme", **owner)
    made = {"do": "make", "days": "7"}
    yield _post("previews_desk:links", "deuxieme", data=made, **owner)
    head = {"who": "administrator"}
    yield _get("operator_desk:visits", **head)
    yield _post("operator_desk:visits", data={"do": f"allow-{twin.things['visit']}"}, **head)
    yield _get("operator_desk:enter", "a:b:c", status=404)
    yield _get("operator_desk:platform", **head)
    yield _post("operator_desk:platform", data={"do": "withdraw-0"}, status=404, **head)
    yield _get("operator_desk:copy", "00000000-0000-4000-8000-000000000000", status=404, **head)
    yield _get("previews:enter", "1:faux", status=404)
    yield _get("previews:switch", status=404)
    article = {"title": "Objet", "text": "Des mots.", "do": "save"}
    yield _post("desk:rulebook", "depot-en-cours", data=article, **owner)
