"""The person behind a request, as the guard found them."""

from dataclasses import dataclass
from typing import Any, Literal

from starlette.types import Scope


@dataclass(frozen=True)
class Person:
    """Somebody at work: the one user of a personal server, an account, or a guest with a share link."""

    id: str
    name: str
    kind: Literal["local", "account", "guest"]


#: Whoever holds the launch link of a personal server.
LOCAL = Person("local", "You", "local")


def person_of(scope: Scope) -> Person:
    """The person behind a request or socket; the guard keeps it in the scope's state."""
    found: Any = scope.get("state", {}).get("person")
    return found if isinstance(found, Person) else LOCAL
