"""Pages that say one thing and lead on, and the answer to a request that failed by a fault of the server."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from server.api.guard import HEADERS, POLICY
from server.api.needs import NEEDS
from server.api.prefix import prefix_of
from server.api.routes import template_of
from server.graph.sentences import listed
from server.pages.fonts import font_faces

templates = Jinja2Templates(Path(__file__).parent / "templates")
#: The page behind every address that no other page has.
UNKNOWN = "/{path:path}"
CRASH_TITLE = "Something went wrong on the server"


def crash_sentence(error: str) -> str:
    """What a user is told of a failure whose cause is in the log, under this id."""
    return f"{CRASH_TITLE}. Quote error {error} to whoever runs it."


def crash_answer(scope: Scope, error: str) -> Response:
    """The answer to a request that failed: browsers that open a page get a page, everything else gets JSON."""
    if opens_page(scope):
        return notice_page(scope, 500, CRASH_TITLE, error=error)
    answer = JSONResponse({"detail": crash_sentence(error), "error": error}, 500)
    return _guarded(answer, scope)


def notice_page(scope: Scope, status: int, title: str, sentence: str = "", error: str = "") -> Response:
    """A page with a sentence, or with the id of an error to be quoted. It needs neither database nor browser app."""
    prefix = prefix_of(scope)
    words = {"title": title, "sentence": sentence, "error": error}
    fonts = Markup(font_faces(embedded=False, prefix=prefix))  # nosec B704
    parts = {"nonce": _nonce(scope), "prefix": prefix, "fonts": fonts}
    return _guarded(HTMLResponse(templates.get_template("notice.html").render(parts | words), status), scope)


def opens_page(scope: Scope) -> bool:
    """Whether a browser wants a page, rather than a program an answer."""
    return not scope["path"].startswith("/api/") and "text/html" in Headers(scope=scope).get("accept", "")


def _guarded(answer: Response, scope: Scope) -> Response:
    """With the headers that the guard gives, which what failed may not have come back through."""
    for name, value in HEADERS.items():
        answer.headers[name] = value
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=_nonce(scope))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _nonce(scope: Scope) -> str:
    nonce: str = scope.get("state", {}).get("nonce", "")
    return nonce


def answer_wrong_addresses(app: FastAPI) -> None:
    """Have whoever asks for what is not there, or in a way that it does not take, told so: in JSON, or on a page."""
    app.add_exception_handler(405, _refuse_method)


async def _refuse_method(request: Request, _: Exception) -> Response:
    template = template_of(request.scope)
    allowed = sorted(method for method, path in NEEDS if path == template)
    if template == UNKNOWN or not allowed:
        return _refused(request.scope, 404, "There is nothing at this address.")
    if "GET" in allowed:
        allowed.append("HEAD")
    sentence = f"This address does not take {request.method}. It takes {listed(allowed)}."
    answer = _refused(request.scope, 405, sentence)
    answer.headers["Allow"] = ", ".join(allowed)
    return answer


def _refused(scope: Scope, status: int, sentence: str) -> Response:
    if opens_page(scope):
        return notice_page(
            scope, status, "There is nothing here" if status == 404 else "That cannot be done here", sentence
        )
    return JSONResponse({"detail": sentence}, status)
