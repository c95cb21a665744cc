"""The server's signature under the heads of its logs (Ed25519)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from nacl.encoding import HexEncoder
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from preau.counting.exact import canonical
from preau.tenancy.scope import current_site


def sign(statement: Mapping[str, object]) -> tuple[str, str]:
    """Signature of ``statement`` and the public key that checks it, both in hexadecimal."""
    key = _key(settings.SECRET_KEY, current_site().pk)
    return key.sign(canonical(statement)).signature.hex(), public_key()


def public_key() -> str:
    """The key of this site that checks its signatures; published with every head."""
    key = _key(settings.SECRET_KEY, current_site().pk)
    return str(key.verify_key.encode(HexEncoder).decode())


def is_signed(statement: Mapping[str, object], signature: str, signer: str) -> bool:
    """True when ``signer`` signed exactly this statement."""
    try:
        VerifyKey(bytes.fromhex(signer)).verify(canonical(statement), bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _key(secret: str, site: int) -> SigningKey:
    """Computed from the site's place in the server's own secret: nothing more to keep or to lose."""
    seed = hmac.new(secret.encode(), f"preau log heads {site}".encode(), hashlib.sha256)
    return SigningKey(seed.digest())
