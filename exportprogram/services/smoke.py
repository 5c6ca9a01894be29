"""`make smoke`: everything started for real on a folder and ports of its own, a page asked for, everything stopped."""

import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from . import paths


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="xp-smoke-", dir="/tmp") as folder:
        ports = {"PORT": _free_port(), "INBOX_PORT": _free_port()}
        # Without the demonstration's data, which take most of a minute.
        env = os.environ | {"VAR_DIR": folder, "DEMO": "0", "DEBUG": "1"} | {k: str(v) for k, v in ports.items()}
        command = [sys.executable, "-m", "exportprogram.services.up"]
        with subprocess.Popen(command, cwd=paths.BASE, env=env, stdout=subprocess.PIPE, text=True) as site:
            try:
                _wait_for(site, "The site:")
                page = urllib.request.urlopen(f"http://localhost:{ports['PORT']}/", timeout=20).read()
            finally:
                site.send_signal(signal.SIGINT)
                _wait_for(site, "database | stopped")
                ended = site.wait(30)
        if ended != 0 or b"<html" not in page or (Path(folder) / "pg18" / "postmaster.pid").exists():
            sys.exit("The site did not start, answer and stop as it should.")
    print(f"The site starts, answers and stops on Python {platform.python_version()}.")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(process: subprocess.Popen[str], text: str) -> None:
    for line in process.stdout or ():
        print(line, end="")
        if text in line:
            return
    sys.exit("The site ended before its time.")


if __name__ == "__main__":
    main()
