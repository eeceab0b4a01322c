"""What each route of a server with all routes needs."""

from server.api.core.permissions import Permission
from server.api.core.route_discovery import list_routes
from server.settings import Settings

#: A server of a team with an identity provider has all routes.
FULL_SETTINGS = Settings(mode="team", oidc_issuer="https://id.invalid")
ROUTE_PERMISSIONS: dict[tuple[str, str], Permission] = {
    (method, route.path): route.needs for route in list_routes(FULL_SETTINGS) for method in route.methods or ()
}
