"""Runs the embedded database until nobody uses it: `python -m exportprogram.services.keeper <pipe>`."""

import fcntl
import os
import signal
import sys
import time

from . import paths
from .embedded import server
from .processes import ServiceError

PAUSE = 0.1


def main(pipe: int) -> None:
    """Start the server, say so on the pipe, wait for the users' lock, stop the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    postgres = server()
    with os.fdopen(pipe, "w") as report:
        try:
            postgres.start()
        except (ServiceError, OSError) as error:
            report.write(f"{error}\n")
            return
        report.write("ready\n")
    with (paths.VAR / "users.lock").open("w") as lock:
        try:
            while postgres.process and postgres.process.poll() is None and not _alone(lock.fileno()):
                time.sleep(PAUSE)
        finally:
            postgres.stop()


def _alone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]))
