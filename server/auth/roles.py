"""What a person may do in a workspace: each role may do what the ones before it may."""

from typing import Literal, get_args

Role = Literal["viewer", "runner", "editor", "owner"]
TokenScope = Literal["read", "run", "write"]
ROLES: tuple[Role, ...] = get_args(Role)
#: The most that a token lets its owner do. None lets change who is a member.
ROLE_BY_TOKEN_SCOPE: dict[TokenScope, Role] = {"read": "viewer", "run": "runner", "write": "editor"}


def is_role_sufficient(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)


def restrict_to_token(role: Role, scope: TokenScope | None) -> Role:
    """What is left of a role to whoever comes with a token."""
    return role if scope is None else min(role, ROLE_BY_TOKEN_SCOPE[scope], key=ROLES.index)
