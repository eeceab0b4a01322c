"""Sends e-mails by SMTP: at once, and again after a while where that fails."""

import asyncio
import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal

from server.collaboration import email_queue
from server.storage.database import Database
from server.storage.orm.core_tables import now
from server.storage.orm.notification_tables import EmailRow
from server.storage.transactions.database_errors import DATABASE_ERRORS
from server.storage.transactions.workspace_context import use_workspace

logger = logging.getLogger(__name__)

SMTP_SECONDS = 20.0
EMAILS_PER_ROUND = 20
POLL_SECONDS = 30.0
#: The mail server refuses this e-mail, and always will.
PERMANENT_ERRORS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@dataclass(frozen=True)
class SmtpServer:
    """The mail server, and who sends."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str
    sender: str


class EmailSender:
    """One task that sends; without a mail server it does nothing."""

    def __init__(self, database: Database, server: SmtpServer | None, base: str) -> None:
        self._database, self._server, self._base = database, server, base.rstrip("/")
        self._wakeup = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def open(self, personal_address: str) -> None:
        if self._server is not None:
            email_queue.enable_email(self._database.engine, personal_address)
            self._task = asyncio.create_task(self._run_loop(), name="e-mail")

    def wake(self) -> None:
        """Something waits; called in the event loop's thread."""
        self._wakeup.set()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run_loop(self) -> None:
        while True:
            self._wakeup.clear()
            try:
                await asyncio.to_thread(self.send_due)
            except DATABASE_ERRORS:
                logger.warning("The database is not responding; e-mails are sent when it does")
            except Exception:
                logger.exception("E-mails could not be sent")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wakeup.wait(), POLL_SECONDS)

    def send_due(self) -> int:
        """Send what waits, over one connection; returns how many were sent."""
        with use_workspace(None), self._database.read_session() as session:
            due = email_queue.list_due_emails(session, now(), EMAILS_PER_ROUND)
        if not due or self._server is None:
            return 0
        try:
            connection = open_smtp_connection(self._server)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail server %s can't be used: %s", self._server.host, error)
            for row in due:
                self._settle(row, is_done=False)
            return 0
        with connection:
            return sum(self._send_one(connection, row) for row in due)

    def _send_one(self, connection: smtplib.SMTP, row: EmailRow) -> bool:
        assert self._server is not None
        try:
            connection.send_message(build_message(self._server.sender, row, self._base))
        except PERMANENT_ERRORS as error:
            logger.warning("The mail server refused an e-mail to %s: %s", row.address, error)
            self._settle(row, is_done=True)
            return False
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("An e-mail could not be sent: %s", error)
            self._settle(row, is_done=False)
            return False
        self._settle(row, is_done=True)
        return True

    def _settle(self, row: EmailRow, *, is_done: bool) -> None:
        with use_workspace(None), self._database.session(f"email {row.id}") as session:
            if is_done:
                email_queue.remove_email(session, row.id)
            elif not email_queue.delay_email(session, row.id, now()):
                logger.warning("An e-mail to %s was given up", row.address)


def open_smtp_connection(server: SmtpServer) -> smtplib.SMTP:
    """A connection that is encrypted and signed in as the settings say; raises OSError and SMTPException."""
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SMTP_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SMTP_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def build_message(sender: str, row: EmailRow, base: str) -> EmailMessage:
    """A sentence and its link, as plain text."""
    message = EmailMessage()
    message["From"], message["To"] = sender, row.address
    message["Subject"] = " ".join(row.text.split())[:200]
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(idstring=row.id, domain="designery")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{row.text}\n\n{base}{row.link}\n\n--\nChoose what you are told of by e-mail: {base}/notifications\n"
    )
    return message
