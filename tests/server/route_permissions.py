"""All routes that a server can have, and what each needs."""

from server.api.core.guest_paths import to_guest_path
from server.api.core.permissions import Permission
from server.api.core.route_discovery import list_routes
from server.settings import Settings

#: A server of a team with an identity provider has all routes.
FULL_ROUTES = list_routes(Settings(mode="team", oidc_issuer="https://id.invalid"))
ROUTE_PERMISSIONS: dict[tuple[str, str], Permission] = {
    (method, route.path): route.needs for route in FULL_ROUTES for method in route.methods or ()
}
#: Every method at every address, those of guests too.
ALL_ADDRESSES = {
    *ROUTE_PERMISSIONS,
    *((method, to_guest_path(route.path)) for route in FULL_ROUTES if route.guests for method in route.methods or ()),
}
