"""The address of a request with its parameters unfilled, as `/api/designs/{design_id}`."""

from starlette.types import Scope

from server.api.core.guest_paths import TEMPLATE_KEY

#: Of what was sent on to the path that it has today.
REDIRECT_ROUTE = "redirect"
#: Of what was refused before anybody looked where it leads.
NO_ROUTE = "none"


def get_route_template(scope: Scope) -> str:
    """The template of the route that a request took."""
    if scope.get("state", {}).get("redirected"):
        return REDIRECT_ROUTE
    guest_path: str | None = scope.get("state", {}).get(TEMPLATE_KEY)
    if guest_path is not None:
        return guest_path
    route = scope.get("route")
    if route is None:
        return "/app" if scope["path"].startswith("/app/") else NO_ROUTE
    path: str = route.path
    return path
