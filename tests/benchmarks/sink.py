"""An SMTP server that counts and forgets, in its own process: `python -m tests.benchmarks.sink` prints its port.

It takes commands in groups and says so (RFC 2920), as Postfix, Exim and Sendmail do.
"""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class Counting:
    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Counting(), ident="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    sys.exit(asyncio.run(_serve()))
