"""A real SMTP server that remembers what it accepted."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Accepted:
    """One message as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass
class SmtpSink:
    """`accepted` in order; put an answer such as "550 5.1.1 No such user" into `refusals` by address to refuse it."""

    accepted: list[Accepted] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        self.accepted.append(Accepted(envelope.mail_from, tuple(envelope.rcpt_tos), parsed))
        return "250 Accepted"

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"


class SinkController(Controller):
    """aiosmtpd's, on a port the kernel chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
