"""What the processes say, line by line, each line with the name of who said it."""

import subprocess
import sys
from threading import Lock, Thread

COLOURS = {"database": 34, "broker": 35, "inbox": 36, "setup": 33, "web": 32, "worker": 35, "beat": 36}
WIDTH = max(map(len, COLOURS))
_lock = Lock()


def say(name: str, line: str) -> None:
    label = f"{name:<{WIDTH}} |"
    if sys.stdout.isatty():
        label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
    with _lock:
        print(label, line, flush=True)


def relay(name: str, process: subprocess.Popen[bytes]) -> None:
    """Repeat what `process` writes, as it comes, while others go on."""
    Thread(target=repeat, args=(name, process), daemon=True).start()


def repeat(name: str, process: subprocess.Popen[bytes]) -> None:
    """Repeat what `process` writes until it closes its output."""
    if process.stdout:
        for line in process.stdout:
            say(name, line.decode("utf-8", "replace").rstrip())
