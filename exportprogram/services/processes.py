"""Children that die with their parent, and stop when asked."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class ServiceError(RuntimeError):
    """A service did not start; the message is one line for whoever typed the command."""


@dataclass(frozen=True)
class Account:
    """The system user a child runs as."""

    name: str
    uid: int
    gid: int


def launch(
    command: Sequence[str | Path],
    *,
    output: IO[Any] | int,
    death_signal: signal.Signals,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, out of reach of the terminal's Ctrl-C.

    On Linux the kernel sends it `death_signal` when its parent is gone, SIGKILL included.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_die_with(os.getpid(), death_signal),
        env=dict(env) if env is not None else None,
        cwd=cwd,
        pass_fds=pass_fds,
    )


def _die_with(parent: int, death_signal: signal.Signals) -> Callable[[], None] | None:
    if LIBC is None:
        return None
    libc = LIBC

    def in_child() -> None:
        # Changing the user clears the request, so it is made here: Popen calls this after it did.
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def stop(process: subprocess.Popen[bytes], how: signal.Signals, *, patience: float) -> None:
    """Ask with `how`, wait `patience` seconds, then kill the whole session of the process."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
            return
        except subprocess.TimeoutExpired:
            pass
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
