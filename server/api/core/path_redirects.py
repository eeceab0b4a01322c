"""Paths of the API that were renamed: whoever still asks for an old one is sent on to the new one.

Programs with an API token and open pages have old paths. 308 keeps the method and the body, and the query goes along.
"""

import re
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.core.url_prefix import get_url_prefix

#: (old path, new path). The first that fits is taken: what has a word in the place of another's parameter comes first.
RENAMED_PATHS = (
    ("/api/designs/{design_id}/held-code", "/api/designs/{design_id}/untrusted-code"),
    ("/api/designs/{design_id}/looked", "/api/designs/{design_id}/review"),
    ("/api/designs/{design_id}/latest", "/api/designs/{design_id}/runs/latest"),
    ("/api/designs/{design_id}/restoring", "/api/designs/{design_id}/restorations"),
    ("/api/designs/{design_id}/changes", "/api/designs/{design_id}/diff"),
    ("/api/designs/{design_id}/sample", "/api/designs/{design_id}/preview"),
    ("/api/designs/{design_id}/modules/trial", "/api/designs/{design_id}/module-drafts/run"),
    ("/api/designs/{design_id}/modules/readiness", "/api/designs/{design_id}/module-drafts/warm-up"),
    ("/api/designs/{design_id}/scorers", "/api/designs/{design_id}/scoring-nodes"),
    ("/api/designs/{design_id}/inference", "/api/designs/{design_id}/inference-designs"),
    ("/api/designs/{design_id}/comments", "/api/designs/{design_id}/threads"),
    ("/api/designs/{design_id}/comments/{thread_id}", "/api/designs/{design_id}/threads/{thread_id}/comments"),
    (
        "/api/designs/{design_id}/comments/{thread_id}/resolution",
        "/api/designs/{design_id}/threads/{thread_id}/resolution",
    ),
    (
        "/api/designs/{design_id}/comments/{thread_id}/{comment_id}",
        "/api/designs/{design_id}/threads/{thread_id}/comments/{comment_id}",
    ),
    ("/api/runs/{run_id}/causes", "/api/runs/{run_id}/attributions"),
    ("/api/runs/{run_id}/reproduction", "/api/runs/{run_id}/replays"),
    ("/api/runs/{run_id}/experiments", "/api/runs/{run_id}/analyses"),
    ("/api/experiments/{analysis_id}", "/api/run-analyses/{analysis_id}"),
    ("/api/experiments/{analysis_id}/cancel", "/api/run-analyses/{analysis_id}/cancel"),
    ("/api/datasets/{dataset_id}/starter", "/api/datasets/{dataset_id}/quick-start"),
    ("/api/datasets/{dataset_id}/targets", "/api/datasets/{dataset_id}/target-candidates"),
    ("/api/errors", "/api/error-codes"),
    ("/api/samples/coming", "/api/samples/import-status"),
    ("/api/kept-modules", "/api/saved-modules"),
    ("/api/kept-modules/{module_id}", "/api/saved-modules/{module_id}"),
    ("/api/kept-modules/{module_id}/versions", "/api/saved-modules/{module_id}/versions"),
    ("/api/kept-modules/{module_id}/restore", "/api/saved-modules/{module_id}/restore"),
    ("/api/shares/{share_id}/preview", "/api/shares/{share_id}/guest-session"),
    ("/api/shared/{share_id}/visit", "/api/shared/{share_id}/guest-session"),
    ("/api/shared/{share_id}/name", "/api/shared/{share_id}/guest-session/name"),
    ("/api/shared/{share_id}/design/help/{name}", "/api/shared/{share_id}/design/modules/{name}/help"),
    ("/api/shared/{share_id}/design/comments", "/api/shared/{share_id}/design/threads"),
    (
        "/api/shared/{share_id}/design/comments/{thread_id}",
        "/api/shared/{share_id}/design/threads/{thread_id}/comments",
    ),
    (
        "/api/shared/{share_id}/design/comments/{thread_id}/resolution",
        "/api/shared/{share_id}/design/threads/{thread_id}/resolution",
    ),
    (
        "/api/shared/{share_id}/design/comments/{thread_id}/{comment_id}",
        "/api/shared/{share_id}/design/threads/{thread_id}/comments/{comment_id}",
    ),
    ("/api/invitation", "/api/invitations/lookup"),
    ("/api/invitation/accept", "/api/invitations/accept"),
    ("/api/me/notifications/choices", "/api/me/notifications/preferences"),
    ("/api/workspaces/{workspace_id}/hooks", "/api/workspaces/{workspace_id}/webhooks"),
    ("/api/workspaces/{workspace_id}/hooks/{hook_id}", "/api/workspaces/{workspace_id}/webhooks/{hook_id}"),
    (
        "/api/workspaces/{workspace_id}/hooks/{hook_id}/secret",
        "/api/workspaces/{workspace_id}/webhooks/{hook_id}/secret",
    ),
    ("/api/workspaces/{workspace_id}/hooks/{hook_id}/test", "/api/workspaces/{workspace_id}/webhooks/{hook_id}/test"),
    (
        "/api/workspaces/{workspace_id}/hooks/{hook_id}/deliveries",
        "/api/workspaces/{workspace_id}/webhooks/{hook_id}/deliveries",
    ),
    ("/api/me/hooks", "/api/me/webhooks"),
    ("/api/me/hooks/{hook_id}", "/api/me/webhooks/{hook_id}"),
    ("/api/me/hooks/{hook_id}/secret", "/api/me/webhooks/{hook_id}/secret"),
    ("/api/me/hooks/{hook_id}/test", "/api/me/webhooks/{hook_id}/test"),
    ("/api/me/hooks/{hook_id}/deliveries", "/api/me/webhooks/{hook_id}/deliveries"),
)
PATH_PARAMETER = re.compile(r"\\{(\w+)\\}")


class PathRedirectMiddleware:
    """ASGI middleware inside the URL prefix and before the guard, which sees the new paths only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        new_path = find_new_path(scope["path"]) if scope["type"] == "http" else None
        if new_path is None:
            await self.app(scope, receive, send)
            return
        scope["state"]["redirected"] = True
        query = scope["query_string"].decode("latin-1")
        location = f"{get_url_prefix(scope)}{quote(new_path)}{'?' if query else ''}{query}"
        await RedirectResponse(location, 308, {"Cache-Control": "no-store"})(scope, receive, send)


def find_new_path(path: str) -> str | None:
    """What a path is called today; None where it never was another."""
    if not path.startswith("/api/"):
        return None
    for pattern, new_template in _PATTERNS:
        if match := pattern.fullmatch(path):
            return new_template.format(**match.groupdict())
    return None


def _compile_template(template: str) -> re.Pattern[str]:
    return re.compile(PATH_PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(template)))


_PATTERNS = tuple((_compile_template(old), new) for old, new in RENAMED_PATHS)
