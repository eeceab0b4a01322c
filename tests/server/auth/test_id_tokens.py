"""What a provider says is believed only where it is signed by it, for us, now, and for this very sign-in."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from server.auth.oidc import OidcClient, SignInRefused

KEY = RSAKey.generate_key(2048, {"kid": "one"})
ISSUER = "https://id.example"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> OidcClient:
    made = OidcClient(ISSUER, "designery", "secret", "https://designery.example/login/provider/callback")
    monkeypatch.setattr(made, "_get_metadata", lambda: {"issuer": ISSUER})
    monkeypatch.setattr(made, "_fetch_keys", lambda: KeySet([KEY]))
    return made


def _make_claims(**other: Any) -> dict[str, Any]:
    claims = {"iss": ISSUER, "aud": "designery", "sub": "1", "exp": int(time.time()) + 60, "nonce": "n"}
    return {**claims, "email": "a@example.org", "email_verified": True, **other}


def _sign_claims(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode({"alg": algorithm, "kid": "one"}, claims, key, algorithms=[algorithm])


def test_a_good_token_says_who_it_is(provider: OidcClient) -> None:
    identity = provider._verify_identity(_sign_claims(_make_claims(name="Ada")), "n")
    assert (identity.subject, identity.email, identity.name) == (f"{ISSUER} 1", "a@example.org", "Ada")


def test_an_address_that_is_not_verified_is_none(provider: OidcClient) -> None:
    for said in (False, "true", None):
        assert provider._verify_identity(_sign_claims(_make_claims(email_verified=said)), "n").email == ""


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
def test_a_token_for_another_purpose_is_refused(provider: OidcClient, other: dict[str, Any]) -> None:
    claims = {name: value for name, value in _make_claims(**other).items() if value is not None}
    with pytest.raises(SignInRefused):
        provider._verify_identity(_sign_claims(claims), "n")


def test_a_token_of_another_key_is_refused(provider: OidcClient) -> None:
    with pytest.raises(SignInRefused):
        provider._verify_identity(_sign_claims(_make_claims(), RSAKey.generate_key(2048, {"kid": "one"})), "n")


def test_a_token_signed_with_a_shared_secret_is_refused(provider: OidcClient) -> None:
    secret = OctKey.import_key("secret-secret-secret-secret-secret")
    with pytest.raises(SignInRefused):
        provider._verify_identity(_sign_claims(_make_claims(), secret, "HS256"), "n")


@pytest.mark.parametrize("text", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(provider: OidcClient, text: str) -> None:
    with pytest.raises(SignInRefused):
        provider._verify_identity(text, "n")
