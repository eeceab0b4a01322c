"""Visitors of edit links, as those who work with them see them, and those as visitors see them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from server.people.person import LOCAL, Person
from server.storage.tables import ShareRow, VisitRow

NAMELESS = "Guest"
OWNER = "Owner"
_SIGNED = re.compile(r" \(by link .*\)$", re.DOTALL)


def visitor(share: ShareRow, visit: VisitRow) -> Person:
    """The visitor as a person. Their name says by which link they came, so that nobody can pass for somebody else."""
    called = visit.name or NAMELESS
    return Person(f"share:{share.id}:{visit.token_hash[:16]}", f"{called} (by link {share.name})", "visitor")


def to_visitors(name: str) -> str:
    """The name of somebody as visitors read it: what links are called is the owner's business."""
    return OWNER if name == LOCAL.name else _SIGNED.sub(" (guest)", name)


def seen_by_visitors(told: Mapping[str, Any], share: ShareRow) -> dict[str, Any]:
    """Somebody who has the design open, as visitors see them: without the ids of accounts and links."""
    person = told["person"]
    looks = person["kind"] == "guest"
    name = NAMELESS if looks else to_visitors(person["name"])
    hidden = sha256(f"{share.id} {person['id']}".encode()).hexdigest()[:16]
    return {**told, "person": {"id": hidden, "name": name, "kind": person["kind"]}}
