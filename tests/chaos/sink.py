"""An SMTP server in a process of its own that writes each accepted message down before it answers.

A line of its record is {"message": Message-ID, "to": address, "pid": process that sent it, "at": seconds}. The process
is found by the connection, as the kernel knows it: nothing in the message has to say so. It speaks the protocol by
hand, so that it can misbehave at any point of it: see misdeeds.py.
"""

import argparse
import asyncio
import json
import random
import re
import time
from pathlib import Path

from tests.chaos import identity, misdeeds

INODE = re.compile(r"socket:\[(\d+)\]")
MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(<[^>]+>)")
PATH = re.compile(r"<([^>]*)>")


def sender_of(port: int) -> str | None:
    """The process at the other end of a local connection, by the port it has there."""
    wanted = _inode(port)
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(INODE.match(str(link.readlink())) and str(link.readlink()) == wanted for link in folder.iterdir()):
                return identity.of(int(folder.parent.name))
        except OSError:
            continue  # it ended while we looked
    return None


def _inode(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if int(fields[1].split(":")[1], 16) == port:
            return f"socket:[{fields[9]}]"
    return ""


class Server:
    """`refused` is the share of recipients answered 451; `pause` seconds before and after writing a message down."""

    def __init__(self, record: Path, mode: Path, refused: float, pause: float) -> None:
        self.record, self.mode = record.open("a", buffering=1), mode
        self.refused, self.pause = refused, pause
        self.chance = random.Random(2027)
        self.misled: set[str] = set()
        """Recipients a misdeed was done to: most are done once."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(self, reader, writer)
        try:
            await talk.run()
        except (ConnectionError, asyncio.IncompleteReadError, misdeeds.Hung):
            pass
        finally:
            writer.close()

    def write_down(self, text: bytes, to: str, pid: str | None) -> None:
        found = MESSAGE_ID.search(text)
        line = {"message": found[1].decode() if found else "", "to": to, "pid": pid, "at": time.time()}
        self.record.write(json.dumps(line) + "\n")

    def misdeed_to(self, to: str) -> str:
        """The misdeed an address asks for by its name ("reset.7@..."), once unless it is one for good."""
        name = to.partition(".")[0]
        if name not in misdeeds.BY_ADDRESS or (to in self.misled and name not in misdeeds.FOR_GOOD):
            return ""
        self.misled.add(to)
        return name


class Talk:
    """One connection."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.pid: str | None = None
        self.to = self.misdeed = ""

    async def run(self) -> None:
        mode = self.server.mode.read_text()
        if mode and await misdeeds.to_everybody(self, mode):
            return
        await self.say("220 sink")
        while line := (await self.reader.readline()).decode(errors="replace").strip():
            word = line.split()[0].upper()
            await getattr(self, f"on_{word.lower()}", self.on_other)(line)
            if word == "QUIT":
                return

    async def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def on_ehlo(self, line: str) -> None:
        self.pid = self.pid or sender_of(self.writer.get_extra_info("peername")[1])
        await self.say("250-sink\r\n250-PIPELINING\r\n250 8BITMIME")

    async def on_mail(self, line: str) -> None:
        await self.say("530 5.7.0 sign in first" if self.server.mode.read_text() == "mail530" else "250 OK")

    async def on_rcpt(self, line: str) -> None:
        found = PATH.search(line)
        self.to = found[1] if found else ""
        self.misdeed = self.server.misdeed_to(self.to)
        if await misdeeds.at_rcpt(self, self.misdeed):
            return
        refused = self.server.chance.random() < self.server.refused
        await self.say("451 4.3.2 try again later" if refused else "250 OK")

    async def on_data(self, line: str) -> None:
        if await misdeeds.at_data(self, self.misdeed):
            return
        await self.say("354 go on")
        text = await self.reader.readuntil(b"\r\n.\r\n")
        if await misdeeds.after_dot(self, self.misdeed):
            return
        await asyncio.sleep(self.server.pause)
        self.server.write_down(text, self.to, self.pid)
        await asyncio.sleep(self.server.pause)
        await self.say("250 accepted")

    async def on_other(self, line: str) -> None:
        await self.say("250 OK")


async def main(server: Server) -> None:
    """Prints the port the kernel chose, then serves until killed."""
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**22)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("mode", type=Path)
    parser.add_argument("--refused", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=0.0)
    chosen = parser.parse_args()
    asyncio.run(main(Server(chosen.record, chosen.mode, chosen.refused, chosen.pause)))
