"""The provider: where its pages are, its keys, and what it says, of which every word is checked."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings

from preau.tenancy.scope import current_site

ALGORITHMS = ["ES256", "RS256"]
#: Level of assurance that is asked, and the only ones that are taken.
LEVEL, LEVELS = "eidas1", ("eidas1", "eidas2", "eidas3")
SCOPES = "openid given_name family_name birthdate"
TIMEOUT, MEMORY = 10, 3600.0
MOST_BYTES = 200_000


class ProviderError(Exception):
    """The provider does not answer, or what it says cannot be believed."""


@dataclass(frozen=True)
class Client:
    """What the authority was given when it was registered at the provider."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is; ``token`` is needed to sign out of it."""

    last: str
    first: str
    born: str
    token: str


_documents: dict[str, tuple[float, dict[str, Any]]] = {}


def client_here() -> Client | None:
    """The registration of the current site, when it has one (``PREAU_FRANCECONNECT``)."""
    held = settings.PREAU_FRANCECONNECT.get(current_site().slug)
    return Client(**held) if held else None


def document(client: Client) -> dict[str, Any]:
    """Where the provider's pages are, remembered an hour."""
    known = _documents.get(client.issuer)
    if known is not None and time.monotonic() - known[0] < MEMORY:
        return known[1]
    found = _json(_fetch(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration"))
    if found.get("issuer") != client.issuer:
        raise ProviderError("the provider names another issuer")
    _documents[client.issuer] = (time.monotonic(), found)
    return found


def forget_documents() -> None:
    """Read the provider's pages afresh."""
    _documents.clear()


def entry_url(client: Client, *, state: str, nonce: str, back: str) -> str:
    """Where the person goes to say who they are."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": back,
        "scope": SCOPES,
        "acr_values": LEVEL,
        "state": state,
        "nonce": nonce,
    }
    return f"{document(client)['authorization_endpoint']}?{urllib.parse.urlencode(asked)}"


def exit_url(client: Client, *, token: str, state: str, back: str) -> str:
    """Where the person signs out of the provider, which leads on to ``back``."""
    asked = {"id_token_hint": token, "state": state, "post_logout_redirect_uri": back}
    return f"{document(client)['end_session_endpoint']}?{urllib.parse.urlencode(asked)}"


def identity_of(client: Client, *, code: str, nonce: str, back: str) -> Identity:
    """Exchange ``code`` for an identity: two signed answers that must be about the same person."""
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
    }
    tokens = _json(_fetch(document(client)["token_endpoint"], sent=sent))
    claims = _verified(client, str(tokens.get("id_token", "")), needed=["exp", "iat", "sub"])
    if claims.get("nonce") != nonce:
        raise ProviderError("the answer is not that of this visit")
    if claims.get("acr") not in LEVELS:
        raise ProviderError("the level of assurance is too low")
    bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    said = _fetch(document(client)["userinfo_endpoint"], headers=bearer).decode()
    person = _verified(client, said, needed=["sub"])
    if person["sub"] != claims["sub"]:
        raise ProviderError("the two answers name two people")
    return Identity(
        last=str(person.get("family_name") or ""),
        first=str(person.get("given_name") or ""),
        born=str(person.get("birthdate") or ""),
        token=str(tokens["id_token"]),
    )


def _verified(client: Client, token: str, *, needed: list[str]) -> dict[str, Any]:
    """The claims of a token that the provider signed, for us and nobody else."""
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_json(_fetch(document(client)["jwks_uri"]))).keys
        key = next((one for one in keys if one.key_id == header.get("kid")), None)
        if key is None:
            raise ProviderError("the key of the answer is unknown")
        found: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=client.client_id,
            issuer=client.issuer,
            options={"require": ["iss", "aud", *needed]},
            leeway=30,
        )
    except jwt.PyJWTError as error:
        raise ProviderError(str(error)) from error
    return found


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ProviderError("the answer is not JSON") from error
    if not isinstance(found, dict):
        raise ProviderError("the answer is not an object")
    return found


def _fetch(
    url: str, *, sent: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> bytes:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ProviderError("the provider must be reached by https")
    body = urllib.parse.urlencode(sent).encode() if sent is not None else None
    request = urllib.request.Request(url, data=body, headers=headers or {})  # noqa: S310 - https, see above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the same
            found: bytes = answer.read(MOST_BYTES)
    except OSError as error:
        raise ProviderError(str(error)) from error
    return found
