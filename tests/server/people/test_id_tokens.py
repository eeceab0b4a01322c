"""What a provider says is believed only where it is signed by it, for us, now, and for this very sign-in."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from server.people.provider import Provider, Refused

KEY = RSAKey.generate_key(2048, {"kid": "one"})
ISSUER = "https://id.example"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    made = Provider(ISSUER, "designery", "secret", "https://designery.example/login/provider/callback")
    monkeypatch.setattr(made, "_known", lambda: {"issuer": ISSUER})
    monkeypatch.setattr(made, "_keys", lambda: KeySet([KEY]))
    return made


def _claims(**other: Any) -> dict[str, Any]:
    claims = {"iss": ISSUER, "aud": "designery", "sub": "1", "exp": int(time.time()) + 60, "nonce": "n"}
    return {**claims, "email": "a@example.org", "email_verified": True, **other}


def _signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode({"alg": algorithm, "kid": "one"}, claims, key, algorithms=[algorithm])


def test_a_good_token_says_who_it_is(provider: Provider) -> None:
    identity = provider._identity(_signed(_claims(name="Ada")), "n")
    assert (identity.subject, identity.email, identity.name) == (f"{ISSUER} 1", "a@example.org", "Ada")


def test_an_address_that_is_not_verified_is_none(provider: Provider) -> None:
    for said in (False, "true", None):
        assert provider._identity(_signed(_claims(email_verified=said)), "n").email == ""


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["designery", "another"], "azp": "another"},
        {"exp": int(time.time()) - 3_600},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
    ],
)
def test_a_token_for_another_purpose_is_refused(provider: Provider, other: dict[str, Any]) -> None:
    claims = {name: value for name, value in _claims(**other).items() if value is not None}
    with pytest.raises(Refused):
        provider._identity(_signed(claims), "n")


def test_a_token_of_another_key_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused):
        provider._identity(_signed(_claims(), RSAKey.generate_key(2048, {"kid": "one"})), "n")


def test_a_token_signed_with_a_shared_secret_is_refused(provider: Provider) -> None:
    secret = OctKey.import_key("secret-secret-secret-secret-secret")
    with pytest.raises(Refused):
        provider._identity(_signed(_claims(), secret, "HS256"), "n")


@pytest.mark.parametrize("text", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(provider: Provider, text: str) -> None:
    with pytest.raises(Refused):
        provider._identity(text, "n")
