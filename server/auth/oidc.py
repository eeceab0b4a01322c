"""Signing in by an identity provider: OpenID Connect, authorization code with PKCE, state and nonce.

OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (the issuer in the answer).
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, ValidationError

from server.auth.api_tokens import generate_token

# It takes long to load, and only who signs in by a provider needs it.
if TYPE_CHECKING:
    from joserfc.jwk import KeySet

#: Signatures by the provider's public key, and no others: `none` and shared secrets prove nothing.
SIGNATURE_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: What the provider says of itself is asked for anew after so long.
METADATA_SECONDS = 600.0
OIDC_TIMEOUT_SECONDS = 15.0
MAX_RESPONSE_BYTES = 1 << 20
CLOCK_SKEW_SECONDS = 300


class SignInRefused(Exception):
    """Nobody is signed in; the message says why."""


class PendingLogin(BaseModel):
    """What a browser keeps, encrypted, while it is at the provider."""

    state: str
    nonce: str
    verifier: str
    next: str
    invitation: str = ""
    until: float


@dataclass(frozen=True)
class OidcIdentity:
    """Whom the provider vouches for. The e-mail is empty unless it was verified."""

    subject: str
    email: str
    name: str
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OidcRequest:
    """What the provider is asked for, where it names groups, and whether it is asked once more for those."""

    scopes: str = "openid email profile"
    groups_claim: str = "groups"
    groups_needed: bool = False


DEFAULT_OIDC_REQUEST = OidcRequest()


class OidcClient:
    """An identity provider, by its address and what it knows this server as."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, callback: str) -> None:
        self.issuer = issuer.rstrip("/")
        self.client_id = client_id
        self.client_secret = client_secret
        self.callback = callback
        self._lock = Lock()
        self._metadata: dict[str, object] = {}
        self._metadata_expires_at = 0.0

    def start_login(
        self, next_path: str, invitation: str, scopes: str = DEFAULT_OIDC_REQUEST.scopes
    ) -> tuple[str, PendingLogin]:
        """The address at the provider to send a browser to, and what it keeps meanwhile."""
        pending = PendingLogin(
            state=generate_token(),
            nonce=generate_token(),
            verifier=generate_token(),
            next=next_path,
            invitation=invitation,
            until=time.time() + METADATA_SECONDS,
        )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "scope": scopes,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self._get_endpoint("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", pending

    def finish_login(
        self,
        pending: PendingLogin,
        state: str,
        code: str,
        issuer: str | None,
        request: OidcRequest = DEFAULT_OIDC_REQUEST,
    ) -> OidcIdentity:
        """Whom the provider vouches for, by the code that the browser came back with; raises SignInRefused."""
        if pending.until < time.time() or not hmac.compare_digest(pending.state.encode(), state.encode()):
            raise SignInRefused("This sign-in was not started in this browser, or it has expired. Try again.")
        if issuer is not None and issuer.rstrip("/") != self.issuer:
            raise SignInRefused("The response is from another identity provider than the one that was asked.")
        answer = self._post_form(
            self._get_endpoint("token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": pending.verifier,
            },
        )
        id_token, access_token = str(answer.get("id_token", "")), str(answer.get("access_token", ""))
        return self._verify_identity(id_token, pending.nonce, request, access_token)

    def _verify_identity(
        self, id_token: str, nonce: str, request: OidcRequest = DEFAULT_OIDC_REQUEST, access_token: str = ""
    ) -> OidcIdentity:
        claims = self._verify_id_token(id_token, nonce)
        if request.groups_needed and _find_claim(claims, request.groups_claim) is None:
            claims = {**self._fetch_userinfo(access_token, claims["sub"]), **claims}
        email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        name = str(claims.get("name") or claims.get("preferred_username") or email or "Somebody")
        return OidcIdentity(
            f"{self.issuer} {claims['sub']}", email, name[:100], extract_groups(claims, request.groups_claim)
        )

    def _fetch_userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        """What the provider tells besides, where it tells more than the token of the sign-in holds."""
        address = self._get_metadata().get("userinfo_endpoint")
        if not address or not access_token:
            return {}
        headers = {"Accept": "application/json", "Authorization": f"Bearer {access_token}"}
        claims = _read_response(urllib.request.Request(_require_web_url(str(address)), headers=headers))
        # OpenID Connect Core 1.0, section 5.3.2: otherwise it is about somebody else.
        return claims if claims.get("sub") == subject else {}

    def _verify_id_token(self, id_token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        registry = jwt.JWTClaimsRegistry(
            leeway=CLOCK_SKEW_SECONDS,
            iss={"essential": True, "value": self._get_metadata()["issuer"]},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(id_token, self._fetch_keys(), algorithms=SIGNATURE_ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise SignInRefused(f"The identity provider's response can't be trusted: {type(error).__name__}.") from None
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client_id:
            raise SignInRefused("The identity provider's response is meant for another application.")
        return claims

    def _fetch_keys(self) -> "KeySet":
        from joserfc.jwk import KeySet

        return KeySet.import_key_set(self._fetch_json(self._get_endpoint("jwks_uri")))  # type: ignore[arg-type]

    def _get_endpoint(self, name: str) -> str:
        return str(self._get_metadata()[name])

    def _get_metadata(self) -> dict[str, Any]:
        """What the provider says of itself."""
        with self._lock:
            if self._metadata_expires_at < time.monotonic():
                metadata = self._fetch_json(f"{self.issuer}/.well-known/openid-configuration")
                if str(metadata.get("issuer", "")).rstrip("/") != self.issuer:
                    raise SignInRefused(
                        "The address that the identity provider gives for itself differs from DESIGNERY_OIDC_ISSUER."
                    )
                self._metadata, self._metadata_expires_at = metadata, time.monotonic() + METADATA_SECONDS
            return self._metadata

    def _post_form(self, address: str, form: dict[str, str]) -> dict[str, object]:
        request = urllib.request.Request(
            _require_web_url(address), urlencode(form).encode(), {"Accept": "application/json"}
        )
        pair = f"{_quote_form_value(self.client_id)}:{_quote_form_value(self.client_secret)}"
        request.add_header("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")
        return _read_response(request)

    def _fetch_json(self, address: str) -> dict[str, object]:
        return _read_response(urllib.request.Request(_require_web_url(address), headers={"Accept": "application/json"}))


def extract_groups(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The groups that a claim names; raises SignInRefused where the provider left them out because they are many."""
    if path.partition(".")[0] in (claims.get("_claim_names") or {}):
        raise SignInRefused(
            "You are in more groups than the identity provider sends at once. Set it up to send only the groups that "
            "are assigned to this application."
        )
    found = _find_claim(claims, path)
    named = [found] if isinstance(found, str) else found if isinstance(found, list | dict) else []
    return frozenset(one.strip() for one in named if isinstance(one, str) and one.strip())


def _find_claim(claims: Mapping[str, object], path: str) -> object:
    """What stands at `realm_access.roles`. A claim may have dots in its own name, as those that are addresses do."""
    if path in claims:
        return claims[path]
    for at, letter in enumerate(path):
        within = claims.get(path[:at]) if letter == "." else None
        if isinstance(within, dict) and (found := _find_claim(within, path[at + 1 :])) is not None:
            return found
    return None


def _quote_form_value(text: str) -> str:
    """As RFC 6749, section 2.3.1, has it."""
    return urlencode({"": text})[1:]


def _require_web_url(address: str) -> str:
    if urlsplit(address).scheme not in ("http", "https"):
        raise SignInRefused("The identity provider sent an address that is not a web address.")
    return address


def _read_response(request: urllib.request.Request) -> dict[str, object]:
    try:
        with urllib.request.urlopen(request, timeout=OIDC_TIMEOUT_SECONDS) as answer:  # nosec B310
            content = json.loads(answer.read(MAX_RESPONSE_BYTES))
    except urllib.error.HTTPError as error:
        error.close()
        raise SignInRefused(f"The identity provider refused the request: it answered {error.code}.") from None
    except (OSError, ValueError):
        raise SignInRefused("The identity provider is not responding. Try again, or sign in with a password.") from None
    if not isinstance(content, dict):
        raise SignInRefused("The identity provider's response can't be read. Check DESIGNERY_OIDC_ISSUER.")
    return content


def parse_pending_login(text: str) -> PendingLogin:
    """What a browser kept; raises SignInRefused where it kept nothing that fits."""
    try:
        return PendingLogin.model_validate_json(text)
    except ValidationError:
        raise SignInRefused("This sign-in was not started in this browser, or it has expired. Try again.") from None
