"""Pages that say one thing and lead on, and the answer to a request that failed by a fault of the server."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from server.api.core.permissions import Route
from server.api.core.request_guard import CONTENT_SECURITY_POLICY, SECURITY_HEADERS
from server.api.core.route_template import get_route_template
from server.api.core.url_prefix import get_url_prefix
from server.graph.validation.validation_messages import join_words
from server.shell.font_faces import build_font_faces

templates = Jinja2Templates(Path(__file__).parent / "templates")
#: The page behind every address that no other page has.
CATCH_ALL_PATH = "/{path:path}"
CRASH_TITLE = "Something went wrong on the server"


def format_crash(error: str) -> str:
    """What a user reads of a failure whose cause is in the log, under this id."""
    return f"{CRASH_TITLE}. Send error {error} to the server's administrator."


def build_crash_response(scope: Scope, error: str) -> Response:
    """The answer to a request that failed: browsers that open a page get a page, everything else gets JSON."""
    if is_page_request(scope):
        return render_notice(scope, 500, CRASH_TITLE, error=error)
    answer = JSONResponse({"detail": format_crash(error), "error": error}, 500)
    return _add_guard_headers(answer, scope)


def render_notice(scope: Scope, status: int, title: str, sentence: str = "", error: str = "") -> Response:
    """A page with a sentence, or with the id of an error to be quoted. It needs neither database nor browser app."""
    prefix = get_url_prefix(scope)
    words = {"title": title, "sentence": sentence, "error": error}
    fonts = Markup(build_font_faces(embedded=False, prefix=prefix))  # nosec B704
    parts = {"nonce": _get_nonce(scope), "prefix": prefix, "fonts": fonts}
    return _add_guard_headers(HTMLResponse(templates.get_template("notice.html").render(parts | words), status), scope)


def is_page_request(scope: Scope) -> bool:
    """Whether a browser wants a page, rather than a program an answer."""
    return not scope["path"].startswith("/api/") and "text/html" in Headers(scope=scope).get("accept", "")


def _add_guard_headers(answer: Response, scope: Scope) -> Response:
    """With the headers that the guard gives, which what failed may not have come back through."""
    for name, value in SECURITY_HEADERS.items():
        answer.headers[name] = value
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.format(nonce=_get_nonce(scope))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _get_nonce(scope: Scope) -> str:
    nonce: str = scope.get("state", {}).get("nonce", "")
    return nonce


def answer_wrong_addresses(app: FastAPI, routes: Sequence[Route]) -> None:
    """Answer requests for what is not there, or by a method that it does not take: in JSON, or on a page."""
    methods: dict[str, list[str]] = {}
    for route in routes:
        methods.setdefault(route.path, []).extend(route.methods or ())

    async def refuse_method(request: Request, _: Exception) -> Response:
        return _refuse_method(request, sorted(methods.get(get_route_template(request.scope), ())))

    app.add_exception_handler(405, refuse_method)


def _refuse_method(request: Request, allowed: list[str]) -> Response:
    if get_route_template(request.scope) == CATCH_ALL_PATH or not allowed:
        return _build_refusal(request.scope, 404, "This address does not exist.")
    return build_method_refusal(request.scope, allowed)


def build_method_refusal(scope: Scope, methods: Iterable[str]) -> Response:
    """The answer to a method that an address does not take."""
    allowed = sorted(methods)
    if "GET" in allowed:
        allowed.append("HEAD")
    answer = _build_refusal(
        scope, 405, f"This address does not accept {scope['method']}. It accepts {join_words(allowed)}."
    )
    answer.headers["Allow"] = ", ".join(allowed)
    return answer


def _build_refusal(scope: Scope, status: int, sentence: str) -> Response:
    if is_page_request(scope):
        return render_notice(scope, status, "Page not found" if status == 404 else "This can't be done here", sentence)
    return JSONResponse({"detail": sentence}, status)
