"""Who may talk to this server: Host, Origin, Sec-Fetch-Site and the session are checked on every method and socket."""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from http.cookies import SimpleCookie

from sqlmodel import Session
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.core.caller_threads import identify_in_thread
from server.api.core.exception_handlers import answer_refusal
from server.api.core.retry_later import answer_retry_later
from server.api.core.stream_registration import answer_with_streams, is_event_stream
from server.auth.api_tokens import ENDPOINT_KEY_PREFIX, generate_token, hash_token
from server.auth.embed_keys import EMBED_KEY_PREFIX, authenticate_embed_key
from server.auth.open_streams import OpenStreams
from server.auth.principals import LOCAL_PERSON, Caller
from server.graph.cancellation import forget_cancellation
from server.logs import add_log_fields
from server.storage.database import Database
from server.storage.orm.access_tables import LaunchTokenRow, SessionRow
from server.storage.orm.core_tables import now
from server.storage.transactions.database_errors import DATABASE_ERRORS, is_database_away

SESSION_LIFETIME = timedelta(days=30)
LAUNCH_LIFETIME = timedelta(minutes=5)
REQUESTED_BY = "designery"
#: Nothing in a page of ours comes from elsewhere, and no page of anybody else may show ours.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=()",
}
#: Requests to web hooks come from programs that have no session and are signed: their route checks the signature.
SIGNED_PATHS = "/api/hooks/"
#: For programs that ask an endpoint without a key.
KEY_ADVICE = "Send a key of this endpoint: Authorization: Bearer dk_..."
#: What goes with it, by RFC 6750.
KEY_HEADERS = {"WWW-Authenticate": "Bearer"}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})


#: Finds out who comes with a session's cookie or a bearer token from an address; None for strangers.
Authenticator = Callable[[str | None, str | None, str], Caller | None]


def create_launch_token(database: Database) -> str:
    """A token that opens one session within five minutes."""
    token = generate_token()
    with database.session() as session:
        session.add(LaunchTokenRow(token_hash=hash_token(token), expires_at=now() + LAUNCH_LIFETIME))
    return token


def exchange_launch_token(database: Database, launch_token: str) -> str | None:
    """A session token for a launch token, which is used up; None where it is unknown, used or too old."""
    with database.session() as session:
        if not consume_launch_token(session, launch_token):
            return None
        token = generate_token()
        session.add(SessionRow(token_hash=hash_token(token), expires_at=now() + SESSION_LIFETIME))
        return token


def consume_launch_token(session: Session, launch_token: str) -> bool:
    """Use up a launch token; False where it is unknown, used or too old."""
    launch = session.get(LaunchTokenRow, hash_token(launch_token))
    if launch is None:
        return False
    session.delete(launch)
    return launch.expires_at >= now()


def build_single_user_authenticator(database: Database) -> Authenticator:
    """Whoever holds a session of the launch link is the one user of this server."""

    def authenticate(cookie: str | None, bearer: str | None, _: str) -> Caller | None:
        token = cookie or bearer
        if not token:
            return None
        with database.read_session() as session:
            if bearer and bearer.startswith(EMBED_KEY_PREFIX):
                return authenticate_embed_key(session, bearer)
            row = session.get(SessionRow, hash_token(token))
            return Caller(LOCAL_PERSON, is_admin=True) if row is not None and row.expires_at > now() else None

    return authenticate


class RequestGuard:
    """ASGI middleware in front of everything."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        authenticate: Authenticator,
        streams: OpenStreams,
        hosts: Iterable[str],
        cookie_name: str,
        open_paths: Iterable[str],
        any_host: Iterable[str] = (),
        advice: str,
    ) -> None:
        """`hosts` are the host names that this server answers to; `open_paths` need no session, and neither do files
        below `/app/`. What is at `any_host` may be read under any name. `advice` tells a stranger how to get in."""
        self.app = app
        self.authenticate = authenticate
        self.streams = streams
        self.advice = advice
        self.hosts = frozenset(hosts)
        self.cookie_name = cookie_name
        self.open_paths = frozenset(open_paths)
        self.any_host = frozenset(any_host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        # Of several requests on one connection the next one may begin in the context of the one before.
        forget_cancellation()
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)
        refusal = self._check_request(scope, headers) or await self._check_session(scope, headers)
        if refusal is None:
            await answer_with_streams(self.app, self.streams, scope, receive, self._add_headers(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await refusal(scope, receive, self._add_headers(scope, send))

    def _check_request(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to what no page of ours would send."""
        reads = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        if not self._is_known_host(headers) and not (reads and scope["path"] in self.any_host):
            return _build_refusal(400, "This server does not accept requests for that host name.")
        origin = headers.get("origin")
        if origin is not None and not self._is_same_origin(origin, headers):
            return _build_refusal(403, "Requests from other sites are refused.")
        site = headers.get("sec-fetch-site")
        navigates = reads and headers.get("sec-fetch-mode") == "navigate"
        if site is not None and site not in SAME_SITE and not navigates:
            return _build_refusal(403, "Requests from other sites are refused.")
        # No page of another site can add a bearer token, and whoever sends one sends no cookie.
        marked = headers.get("x-requested-by") == REQUESTED_BY or (_parse_bearer(headers) and "cookie" not in headers)
        signed = scope["path"].startswith(SIGNED_PATHS)
        if not reads and scope["type"] == "http" and not marked and not signed:
            if "cookie" not in headers and _takes_keys(scope["path"]):
                return answer_refusal(scope["path"], HTTPException(401, KEY_ADVICE, KEY_HEADERS))
            return _build_refusal(
                403, f"Requests that change something need the header X-Requested-By: {REQUESTED_BY}."
            )
        return None

    def _is_known_host(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name in self.hosts

    def _is_same_origin(self, origin: str, headers: Headers) -> bool:
        scheme, _, host = origin.partition("://")
        return scheme in ("http", "https") and host == headers.get("host", "")

    async def _check_session(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to whoever has no session, where one is needed."""
        path: str = scope["path"]
        if path in self.open_paths or path.startswith(("/app/", SIGNED_PATHS)):
            return None
        if _opens_nothing(_parse_bearer(headers), path):
            return _build_refusal(401, self.advice) if _is_private(path) else None
        cookies = SimpleCookie(headers.get("cookie", ""))
        cookie = cookies[self.cookie_name].value if self.cookie_name in cookies else None
        client = scope.get("client")
        try:
            caller = await identify_in_thread(
                self.authenticate, cookie, _parse_bearer(headers), client[0] if client else ""
            )
        except DATABASE_ERRORS as error:
            if is_database_away(error):
                return answer_retry_later(error)
            raise
        scope["state"]["known"] = caller is not None
        if caller is not None:
            scope["state"] |= {"caller": caller, "person": caller.person}
            add_log_fields(person=caller.person.id, person_name=caller.person.name)
        if caller is not None or not _is_private(path):
            return None
        return _build_refusal(401, self.advice)

    def _add_headers(self, scope: Scope, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                framed = scope["state"].get("framed", False)
                for name, value in SECURITY_HEADERS.items():
                    # A page that names the sites which may frame it says so in its policy.
                    if not (framed and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
                headers.setdefault(
                    "Content-Security-Policy", CONTENT_SECURITY_POLICY.format(nonce=scope["state"]["nonce"])
                )
                if is_event_stream(message):
                    headers["Cache-Control"] = "no-store"
                elif not scope["path"].startswith("/app/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return send_with_headers


def _is_private(path: str) -> bool:
    """Pages come without data and may be had by anyone who reaches the server; everything with data is private.

    What is below `/api/shared/` asks for the cookie of its share link, endpoint by endpoint.
    """
    if path.startswith("/api/shared/"):
        return False
    return path.startswith("/api/") or path.endswith("/report") or path in ("/openapi.json", "/mcp")


def _takes_keys(path: str) -> bool:
    """Whether programs ask an endpoint there."""
    return path.startswith(("/endpoints/", "/v2/")) and not path.startswith("/endpoints/form/")


def _opens_nothing(bearer: str, path: str) -> bool:
    """Whether this is the key of an endpoint, or that of an embedded canvas where there is no API."""
    return bearer.startswith(ENDPOINT_KEY_PREFIX) or (
        bearer.startswith(EMBED_KEY_PREFIX) and not path.startswith("/api/")
    )


def _parse_bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _build_refusal(status: int, sentence: str) -> Response:
    return JSONResponse({"detail": sentence}, status_code=status)
