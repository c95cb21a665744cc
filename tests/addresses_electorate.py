"""The addresses of who may vote, for the list of every address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def electorate_examples(_get: Any, _post: Any) -> Iterator[Any]:
    """Who may vote, in the back office, and the way to FranceConnect and back."""
    here, owner = "deuxieme", {"who": "owner"}
    for name in ("overview", "rules", "roll", "group", "check", "batches", "letters", "code_list"):
        yield _get(f"electorate_desk:{name}", here, **owner)
    rungs = {"rungs": ["email", "residence"], "least": "16", "postcodes": "", "place": "Mairie"}
    yield _post("electorate_desk:rules", here, data=rungs, **owner)
    people = {"text": "Nom;Prénom;Date de naissance\nOrme;Ana;2/6/1980", "do": "write"}
    yield _post("electorate_desk:roll", here, data=people, **owner)
    yield _post("electorate_desk:group", here, data={"text": "a@example.org"}, **owner)
    seen = {"email": "quelquun@example.org", "seen": "on"}
    yield _post("electorate_desk:check", here, data=seen, status=200, **owner)
    codes = {"label": "Liste", "text": "K7DM4QRA9XYE"}
    yield _post("electorate_desk:code_list", here, data=codes, **owner)
    made = {"label": "Foyers", "count": "1"}
    yield _post("electorate_desk:letters", here, data=made, status=200, **owner)
    yield _get("franceconnect:start", here, "vote", status=404)  # not registered there
    yield _get("franceconnect:back", query="?state=a&code=b", status=403)
    yield _get("franceconnect:left", status=302)
    yield _get("electorate_desk:replace", here, 1, **owner)
    lost = {"number": "1", "address": "", "reason": "Perdue"}
    yield _post("electorate_desk:replace", here, 1, data=lost, status=200, **owner)
    yield _get("electorate_desk:revoke", here, 1, **owner)
    yield _post("electorate_desk:revoke", here, 1, data={"reason": "Erreur"}, **owner)
