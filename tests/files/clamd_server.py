"""A scanner that speaks clamd's protocol, run as a process of its own: `python clamd_server.py tcp|<path> <manner>`.

It finds the harmless test virus EICAR, inside archives too. `manner`: well | slow | mute | odd | dead | small (takes
1 000 bytes, then says so and hangs up as clamd does).
"""

import socket
import socketserver
import sys
import time
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
SMALL = 1000


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        command = self._until_nul()
        manner = self.server.manner
        if manner == "dead":
            return
        if command == b"zPING":
            self._say("PONG")
        elif command == b"zINSTREAM":
            self._judge(manner)
        else:
            self._say("UNKNOWN COMMAND")

    def _judge(self, manner):
        data = b""
        while size := int.from_bytes(self._exactly(4), "big"):
            data += self._exactly(size)
            if manner == "small" and len(data) > SMALL:
                self._say("INSTREAM size limit exceeded. ERROR")
                return
        if manner == "slow":
            time.sleep(30)
        answers = {"mute": "", "odd": "stream: perhaps", "slow": "stream: OK"}
        self._say(answers.get(manner, "stream: Eicar-Test-Signature FOUND" if found(data) else "stream: OK"))

    def _until_nul(self):
        said = b""
        while not said.endswith(b"\0"):
            said += self._exactly(1)
        return said[:-1]

    def _exactly(self, size):
        data = b""
        while len(data) < size:
            block = self.request.recv(size - len(data))
            if not block:
                sys.exit()
            data += block
        return data

    def _say(self, words):
        if words:
            self.request.sendall(words.encode() + b"\0")


def found(data):
    try:
        with ZipFile(BytesIO(data)) as archive:
            return any(EICAR in archive.read(name) for name in archive.namelist())
    except (BadZipFile, zlib.error):
        return EICAR in data


def serve(where, manner):
    class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
        daemon_threads = True
        address_family = socket.AF_INET if where == "tcp" else socket.AF_UNIX

        def server_bind(self):
            self.socket.bind(self.server_address)
            self.server_address = self.socket.getsockname()

    address = ("127.0.0.1", 0) if where == "tcp" else str(Path(where))
    with Server(address, Session) as server:
        server.manner = manner
        print(server.server_address[1] if where == "tcp" else where, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:])
