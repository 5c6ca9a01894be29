"""A worker of the bench: `python -m tests.benchmarks.sender DATABASE_URL`.

Sends what is due at each line it reads, and says how large it is.
"""

import os
import sys
from pathlib import Path

os.environ["DATABASE_URL"] = sys.argv[1]

import django

django.setup()

from companies.mail.outbox import deliver_due  # noqa: E402
from tests.benchmarks.sending import AT  # noqa: E402

PAGE = os.sysconf("SC_PAGE_SIZE") // 1024


def kilobytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def main() -> None:
    print(kilobytes(), flush=True)
    for _line in sys.stdin:
        deliver_due(at=AT, seconds=600)
        print(kilobytes(), flush=True)


if __name__ == "__main__":
    main()
