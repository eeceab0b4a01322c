"""The person behind a request, as the guard found them."""

from dataclasses import dataclass
from typing import Any, Literal

from starlette.types import Scope


@dataclass(frozen=True)
class Person:
    """Somebody at work: the one user of a personal server, an account, or whoever came by a share link.

    A guest only looks; a visitor came by an edit link and works on the design.
    """

    id: str
    name: str
    kind: Literal["local", "account", "guest", "visitor"]


#: Whoever holds the launch link of a personal server.
LOCAL = Person("local", "You", "local")
#: Whoever opened a share link and did not sign in.
GUEST = Person("", "A guest", "guest")


@dataclass(frozen=True)
class Caller:
    """How a person comes: with a session or with a token, and for which workspace."""

    person: Person
    owns_server: bool = False
    #: The id of the session; None with a token.
    session: str | None = None
    #: The workspace chosen last, or the only one that the token is for.
    workspace: str | None = None
    #: What the token may do; None with a session.
    token: Literal["read", "run", "write"] | None = None
    token_name: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What ends an open stream of theirs: the end of the session, or of the account's rights."""
        return (self.person.id,) if self.session is None else (self.person.id, self.session)


def person_of(scope: Scope) -> Person:
    """The person behind a request or socket; the guard keeps it in the scope's state."""
    found: Any = scope.get("state", {}).get("person")
    return found if isinstance(found, Person) else LOCAL


def caller_of(scope: Scope) -> Caller | None:
    """How that person came; None for strangers."""
    found: Any = scope.get("state", {}).get("caller")
    return found if isinstance(found, Caller) else None
