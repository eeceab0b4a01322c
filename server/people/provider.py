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
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from server.people.tokens import new_token

#: Signatures by the provider's public key, and no others: `none` and shared secrets prove nothing.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: What the provider says of itself is asked for anew after so long.
KNOWN_SECONDS = 600.0
TIMEOUT_SECONDS = 15.0
LONGEST_ANSWER = 1 << 20
CLOCK_SKEW_SECONDS = 300


class Refused(Exception):
    """Nobody is signed in; the message says why."""


class Begun(BaseModel):
    """What a browser keeps, sealed, while it is at the provider."""

    state: str
    nonce: str
    verifier: str
    next: str
    invitation: str = ""
    until: float


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. The e-mail is empty unless it was verified."""

    subject: str
    email: str
    name: str
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """What the provider is asked for, where it names groups, and whether it is asked once more for those."""

    scopes: str = "openid email profile"
    groups_claim: str = "groups"
    groups_needed: bool = False


ASKED = Asked()


class Provider:
    """An identity provider, by its address and what it knows this server as."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, callback: str) -> None:
        self.issuer = issuer.rstrip("/")
        self.client_id = client_id
        self.client_secret = client_secret
        self.callback = callback
        self._lock = Lock()
        self._told: dict[str, Any] = {}
        self._until = 0.0

    def begin(self, onward: str, invitation: str, scopes: str = ASKED.scopes) -> tuple[str, Begun]:
        """The address at the provider to send a browser to, and what it keeps meanwhile."""
        begun = Begun(
            state=new_token(),
            nonce=new_token(),
            verifier=new_token(),
            next=onward,
            invitation=invitation,
            until=time.time() + KNOWN_SECONDS,
        )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "scope": scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self._endpoint("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", begun

    def finish(self, begun: Begun, state: str, code: str, issuer: str | None, wanted: Asked = ASKED) -> Identity:
        """Whom the provider vouches for, by the code that the browser came back with; raises Refused."""
        if begun.until < time.time() or not hmac.compare_digest(begun.state.encode(), state.encode()):
            raise Refused("This sign-in was not begun in this browser, or too long ago. Try again.")
        if issuer is not None and issuer.rstrip("/") != self.issuer:
            raise Refused("The answer comes from another provider than the one that was asked.")
        answer = self._posted(
            self._endpoint("token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": begun.verifier,
            },
        )
        id_token, access_token = str(answer.get("id_token", "")), str(answer.get("access_token", ""))
        return self._identity(id_token, begun.nonce, wanted, access_token)

    def _identity(self, id_token: str, nonce: str, wanted: Asked = ASKED, access_token: str = "") -> Identity:
        claims = self._claims(id_token, nonce)
        if wanted.groups_needed and _claim(claims, wanted.groups_claim) is None:
            claims = {**self._more_claims(access_token, claims["sub"]), **claims}
        email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        name = str(claims.get("name") or claims.get("preferred_username") or email or "Somebody")
        return Identity(f"{self.issuer} {claims['sub']}", email, name[:100], groups_in(claims, wanted.groups_claim))

    def _more_claims(self, access_token: str, subject: str) -> dict[str, Any]:
        """What the provider tells besides, where it tells more than the token of the sign-in holds."""
        address = self._known().get("userinfo_endpoint")
        if not address or not access_token:
            return {}
        headers = {"Accept": "application/json", "Authorization": f"Bearer {access_token}"}
        told = _answer(urllib.request.Request(_web(str(address)), headers=headers))
        # OpenID Connect Core 1.0, section 5.3.2: otherwise it is about somebody else.
        return told if told.get("sub") == subject else {}

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        wanted = jwt.JWTClaimsRegistry(
            leeway=CLOCK_SKEW_SECONDS,
            iss={"essential": True, "value": self._known()["issuer"]},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS).claims
            wanted.validate(claims)
        except (JoseError, ValueError) as error:
            raise Refused(f"What the provider says cannot be trusted: {type(error).__name__}.") from None
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client_id:
            raise Refused("What the provider says is meant for somebody else.")
        return claims

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._asked(self._endpoint("jwks_uri")))  # type: ignore[arg-type]

    def _endpoint(self, name: str) -> str:
        return str(self._known()[name])

    def _known(self) -> dict[str, Any]:
        """What the provider says of itself."""
        with self._lock:
            if self._until < time.monotonic():
                told = self._asked(f"{self.issuer}/.well-known/openid-configuration")
                if str(told.get("issuer", "")).rstrip("/") != self.issuer:
                    raise Refused("The identity provider calls itself by another address than DESIGNERY_OIDC_ISSUER.")
                self._told, self._until = told, time.monotonic() + KNOWN_SECONDS
            return self._told

    def _posted(self, address: str, form: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(_web(address), urlencode(form).encode(), {"Accept": "application/json"})
        pair = f"{_quoted(self.client_id)}:{_quoted(self.client_secret)}"
        request.add_header("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")
        return _answer(request)

    def _asked(self, address: str) -> dict[str, Any]:
        return _answer(urllib.request.Request(_web(address), headers={"Accept": "application/json"}))


def groups_in(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The groups that a claim names; raises Refused where the provider left them out because they are many."""
    if path.partition(".")[0] in (claims.get("_claim_names") or {}):
        raise Refused(
            "You are in more groups than the identity provider tells of at once. It has to send only those that are "
            "assigned to this application."
        )
    found = _claim(claims, path)
    named = [found] if isinstance(found, str) else found if isinstance(found, list | dict) else []
    return frozenset(one.strip() for one in named if isinstance(one, str) and one.strip())


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """What stands at `realm_access.roles`. A claim may have dots in its own name, as those that are addresses do."""
    if path in claims:
        return claims[path]
    for at, letter in enumerate(path):
        within = claims.get(path[:at]) if letter == "." else None
        if isinstance(within, dict) and (found := _claim(within, path[at + 1 :])) is not None:
            return found
    return None


def _quoted(text: str) -> str:
    """As RFC 6749, section 2.3.1, has it."""
    return urlencode({"": text})[1:]


def _web(address: str) -> str:
    if urlsplit(address).scheme not in ("http", "https"):
        raise Refused("The identity provider names an address that is not on the web.")
    return address


def _answer(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # nosec B310
            told = json.loads(answer.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        error.close()
        raise Refused(f"The identity provider refused: it answered {error.code}.") from None
    except (OSError, ValueError):
        raise Refused("The identity provider does not answer. Try again, or sign in with a password.") from None
    if not isinstance(told, dict):
        raise Refused("The identity provider does not answer as one.")
    return told


def opened(text: str) -> Begun:
    """What a browser kept; raises Refused where it kept nothing that fits."""
    try:
        return Begun.model_validate_json(text)
    except ValidationError:
        raise Refused("This sign-in was not begun in this browser, or too long ago. Try again.") from None
