"""The person behind a request, as the guard found them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
LOCAL_PERSON = Person("local", "You", "local")
#: Whoever opened a share link and did not sign in.
GUEST_PERSON = Person("", "A guest", "guest")


@dataclass(frozen=True)
class Caller:
    """How a person comes: with a session or with a token, and for which workspace."""

    person: Person
    is_admin: bool = False
    #: The id of the session; None with a token.
    session_id: str | None = None
    #: The workspace chosen last, or the only one that the token is for.
    workspace_id: str | None = None
    #: What the token may do; None with a session.
    token_scope: Literal["read", "run", "write"] | None = None
    token_name: str | None = None
    #: The id of the key of an embedded canvas, and the one design that it opens; None with everything else.
    embed_id: str | None = None
    design_id: str | None = None
    #: When the token or key is over, and with it what it has open.
    expires_at: datetime | None = None

    @property
    def stream_keys(self) -> tuple[str, ...]:
        """What ends an open stream of theirs: the end of the session or key, or of the account's rights."""
        return tuple(one for one in (self.person.id, self.session_id, self.embed_id) if one is not None)


def get_person(scope: Scope) -> Person:
    """The person behind a request or socket; the guard keeps it in the scope's state."""
    person: object = scope.get("state", {}).get("person")
    return person if isinstance(person, Person) else LOCAL_PERSON


def get_caller(scope: Scope) -> Caller | None:
    """How that person came; None for strangers."""
    caller: object = scope.get("state", {}).get("caller")
    return caller if isinstance(caller, Caller) else None
