"""Guests of edit links, as those who work with them see them, and those as guests see them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from server.auth.principals import LOCAL_PERSON, Person
from server.storage.orm.access_tables import GuestSessionRow, ShareRow

GUEST_NAME = "Guest"
OWNER_NAME = "Owner"
_LINK_SUFFIX = re.compile(r" \(by link .*\)$", re.DOTALL)


def build_guest_person(share: ShareRow, guest_session: GuestSessionRow) -> Person:
    """The guest as a person. Their name says by which link they came, so that nobody can pass for somebody else."""
    name = guest_session.name or GUEST_NAME
    return Person(f"share:{share.id}:{guest_session.token_hash[:16]}", f"{name} (by link {share.name})", "visitor")


def add_namespace(guest_session: GuestSessionRow, name: str) -> str:
    """A tab or a change of a guest, by a name that no other tab has: nobody can pass for another."""
    return f"{guest_session.token_hash[:16]}.{name}"


def strip_namespace(guest_session: GuestSessionRow, name: str) -> str:
    """The name by which the guest's own tab knows it; that of others stays."""
    return name.removeprefix(f"{guest_session.token_hash[:16]}.")


def redact_name_for_guests(name: str) -> str:
    """The name of somebody as guests read it: what links are called is the owner's business."""
    return OWNER_NAME if name == LOCAL_PERSON.name else _LINK_SUFFIX.sub(" (guest)", name)


def redact_presence_for_guest(
    tab: Mapping[str, Any], share: ShareRow, guest_session: GuestSessionRow
) -> dict[str, Any]:
    """Somebody who has the design open, as a guest sees them: without the ids of accounts and links."""
    person = tab["person"]
    is_guest = person["kind"] == "guest"
    name = GUEST_NAME if is_guest else redact_name_for_guests(person["name"])
    pseudonym = sha256(f"{share.id} {person['id']}".encode()).hexdigest()[:16]
    client = strip_namespace(guest_session, tab["client"])
    return {**tab, "client": client, "person": {"id": pseudonym, "name": name, "kind": person["kind"]}}
