"""FranceConnect: a pivot identity (name, birth date) by OpenID Connect; no address, no account."""
