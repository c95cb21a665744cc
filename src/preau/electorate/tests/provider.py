"""An OpenID Connect provider for tests: a small server with real keys, that can be made to lie."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "preau", "mot-de-passe-du-client"


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The test speaks, not its server."""


@dataclass
class Provider:
    """``lies`` bends one answer: what the client must then refuse."""

    server: WSGIServer = field(init=False)
    key: rsa.RSAPrivateKey = field(default_factory=_new_key)
    other_key: rsa.RSAPrivateKey = field(default_factory=_new_key)
    person: dict[str, str] = field(
        default_factory=lambda: {
            "sub": "a1b2",
            "family_name": "BENSAÏD",
            "given_name": "Nadia Louise",
            "birthdate": "1989-06-02",
        }
    )
    lies: set[str] = field(default_factory=set)
    nonces: dict[str, str] = field(default_factory=dict)
    #: Tokens that were shown to sign out.
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = make_server("127.0.0.1", 0, self, handler_class=_Quiet)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        sent = dict(urllib.parse.parse_qsl(environ["wsgi.input"].read(length).decode()))
        query = dict(urllib.parse.parse_qsl(environ.get("QUERY_STRING", "")))
        page = {
            "/.well-known/openid-configuration": self._document,
            "/jwks": self._keys,
            "/token": lambda: self._token(sent),
            "/userinfo": lambda: self._userinfo(environ),
            "/authorize": lambda: self._authorize(query),
            "/logout": lambda: self._logout(query),
        }[environ["PATH_INFO"]]
        status, headers, body = page()
        start_response(status, headers)
        return [body]

    def _said(self, body: Any, kind: str = "application/json") -> Any:
        raw = body if isinstance(body, str) else json.dumps(body)
        return "200 OK", [("Content-Type", kind)], raw.encode()

    def _document(self) -> Any:
        pages = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
            "end_session_endpoint": "logout",
        }
        issuer = "https://autre.example" if "issuer" in self.lies else self.issuer
        return self._said(
            {"issuer": issuer, **{name: f"{self.issuer}/{page}" for name, page in pages.items()}}
        )

    def _keys(self) -> Any:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return self._said({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})

    def _authorize(self, query: dict[str, str]) -> Any:
        assert query["client_id"] == CLIENT
        assert query["acr_values"] == "eidas1"
        code = f"code{len(self.nonces)}"
        self.nonces[code] = query["nonce"]
        back = urllib.parse.urlencode({"code": code, "state": query["state"]})
        return "302 Found", [("Location", f"{query['redirect_uri']}?{back}")], b""

    def _token(self, sent: dict[str, str]) -> Any:
        if sent.get("client_secret") != SECRET or sent["code"] not in self.nonces:
            return "401 Unauthorized", [("Content-Type", "text/plain")], b"no"
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "quelquun" if "audience" in self.lies else CLIENT,
            "sub": self.person["sub"],
            "nonce": "autre" if "nonce" in self.lies else self.nonces.pop(sent["code"]),
            "acr": "eidas0" if "level" in self.lies else "eidas1",
            "iat": now - 1000,
            "exp": now - 500 if "expired" in self.lies else now + 60,
        }
        key = self.other_key if "signature" in self.lies else self.key
        token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"})
        return self._said({"access_token": "acces", "token_type": "Bearer", "id_token": token})

    def _userinfo(self, environ: dict[str, Any]) -> Any:
        assert environ["HTTP_AUTHORIZATION"] == "Bearer acces"
        said = {**self.person, "iss": self.issuer, "aud": CLIENT}
        if "person" in self.lies:
            said["sub"] = "quelquun-d-autre"
        if "plain" in self.lies:
            return self._said(said)
        if "none" in self.lies:
            return self._said(jwt.encode(said, None, algorithm="none", headers={"kid": "k1"}))
        key = self.other_key if "userinfo" in self.lies else self.key
        return self._said(
            jwt.encode(said, key, algorithm="RS256", headers={"kid": "k1"}), "application/jwt"
        )

    def _logout(self, query: dict[str, str]) -> Any:
        self.left.append(query["id_token_hint"])
        back = urllib.parse.urlencode({"state": query["state"]})
        return "302 Found", [("Location", f"{query['post_logout_redirect_uri']}?{back}")], b""
