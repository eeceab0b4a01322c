"""E-mails that are to be sent: written down in the transaction of what they tell of."""

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Pool, delete
from sqlmodel import Session, col, select

from server.auth.principals import LOCAL_PERSON
from server.storage.orm.account_tables import AccountRow
from server.storage.orm.notification_tables import EmailRow

#: How long to wait after each failure; after the last one the e-mail is given up.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (30, 300, 1_800, 7_200, 21_600))
#: {connections to a database: the address of the one person of a personal server}, of servers that send e-mail.
_personal_addresses: "WeakKeyDictionary[Pool, str]" = WeakKeyDictionary()


def enable_email(engine: Engine, personal_address: str) -> None:
    """Have e-mails written down from now on."""
    _personal_addresses[engine.pool] = personal_address


def find_email_address(session: Session, person: str) -> str | None:
    """Where e-mail to a person goes: to the address that they sign in with; None where there is none, or no e-mail."""
    bind = session.get_bind()
    if not isinstance(bind, Engine) or bind.pool not in _personal_addresses:
        return None
    if person == LOCAL_PERSON.id:
        return _personal_addresses[bind.pool] or None
    account = session.get(AccountRow, person)
    return account.login if account is not None and account.disabled_at is None and "@" in account.login else None


def queue_email(session: Session, person: str, kind: str, text: str, link: str) -> bool:
    """Write an e-mail down, if the person has an address; returns whether there is one."""
    address = find_email_address(session, person)
    if address is not None:
        session.add(EmailRow(person_id=person, kind=kind, address=address, text=text, link=link))
    return address is not None


def list_due_emails(session: Session, current: datetime, limit: int) -> list[EmailRow]:
    """The e-mails that are to be sent now, oldest first."""
    query = select(EmailRow).where(col(EmailRow.next_at) <= current).order_by(col(EmailRow.next_at))
    return list(session.exec(query.limit(limit)))


def remove_email(session: Session, email_id: str) -> None:
    """It was sent, or never will be."""
    session.execute(delete(EmailRow).where(col(EmailRow.id) == email_id))


def delay_email(session: Session, email_id: str, current: datetime) -> bool:
    """It could not be sent; returns whether it is tried again."""
    row = session.get(EmailRow, email_id)
    if row is None:
        return False
    row.attempts += 1
    if row.attempts > len(RETRY_DELAYS):
        session.delete(row)
        return False
    row.next_at = current + RETRY_DELAYS[row.attempts - 1]
    session.add(row)
    return True
