"""Visitors of edit links, as those who work with them see them, and those as visitors see them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from server.people.person import LOCAL, Person
from server.storage.access_tables import ShareRow, VisitRow

NAMELESS = "Guest"
OWNER = "Owner"
_SIGNED = re.compile(r" \(by link .*\)$", re.DOTALL)


def visitor(share: ShareRow, visit: VisitRow) -> Person:
    """The visitor as a person. Their name says by which link they came, so that nobody can pass for somebody else."""
    called = visit.name or NAMELESS
    return Person(f"share:{share.id}:{visit.token_hash[:16]}", f"{called} (by link {share.name})", "visitor")


def own_name(visit: VisitRow, name: str) -> str:
    """A tab or a change of a visitor, by a name that no other tab has: nobody can pass for another."""
    return f"{visit.token_hash[:16]}.{name}"


def plain_name(visit: VisitRow, name: str) -> str:
    """The name by which the visitor's own tab knows it; that of others stays."""
    return name.removeprefix(f"{visit.token_hash[:16]}.")


def to_visitors(name: str) -> str:
    """The name of somebody as visitors read it: what links are called is the owner's business."""
    return OWNER if name == LOCAL.name else _SIGNED.sub(" (guest)", name)


def seen_by_visitor(told: Mapping[str, Any], share: ShareRow, visit: VisitRow) -> dict[str, Any]:
    """Somebody who has the design open, as a visitor sees them: without the ids of accounts and links."""
    person = told["person"]
    looks = person["kind"] == "guest"
    name = NAMELESS if looks else to_visitors(person["name"])
    hidden = sha256(f"{share.id} {person['id']}".encode()).hexdigest()[:16]
    client = plain_name(visit, told["client"])
    return {**told, "client": client, "person": {"id": hidden, "name": name, "kind": person["kind"]}}
