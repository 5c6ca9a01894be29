"""An SMTP server in a process of its own that writes each accepted message down before it answers.

A line of its record is {"message": Message-ID, "to": address, "pid": process that sent it}. The process is found by
the connection, as the kernel knows it: nothing in the message has to say so. It refuses some with 451, and is slow
enough for a killer to hit a sender in the act.
"""

import argparse
import asyncio
import json
import random
import re
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

INODE = re.compile(r"socket:\[(\d+)\]")


def sender_of(port: int) -> int | None:
    """The process at the other end of a local connection, by the port it has there."""
    wanted = _inode(port)
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(INODE.match(str(link.readlink())) and str(link.readlink()) == wanted for link in folder.iterdir()):
                return int(folder.parent.name)
        except OSError:
            continue  # it ended while we looked
    return None


def _inode(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if int(fields[1].split(":")[1], 16) == port:
            return f"socket:[{fields[9]}]"
    return ""


class Handler:
    def __init__(self, record: Path, refused: float, pause: float) -> None:
        self.record = record.open("a", buffering=1)
        self.refused, self.pause = refused, pause
        self.chance = random.Random(2027)

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        session.host_name = hostname
        session.sender = sender_of(session.peer[1])
        return responses

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.chance.random() < self.refused:
            return "451 4.3.2 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.pause)
        line = {
            "message": message_from_bytes(envelope.content)["Message-ID"],
            "to": envelope.rcpt_tos[0],
            "pid": session.sender,
        }
        self.record.write(json.dumps(line) + "\n")
        await asyncio.sleep(self.pause)
        return "250 Accepted"


async def serve(record: Path, refused: float, pause: float) -> None:
    """Prints the port the kernel chose, then serves until killed."""
    handler = Handler(record, refused, pause)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="sink", loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--refused", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds before and after writing a message down")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.record, chosen.refused, chosen.pause))
