"""`make demo`: throw the local data away and start over from the demonstration's."""

import os
import shutil
import sys

from . import embedded, paths
from .processes import ServiceError
from .up import DEMONSTRATION, SETUP, broker, manage, only_one


def main() -> None:
    embedded.demonstrate_unless_configured()
    if os.environ.get("DATABASE_URL"):
        sys.exit("DATABASE_URL is set: only the local demonstration is ever thrown away.")
    try:
        # Nobody starts the site meanwhile.
        with only_one(), embedded.hold():
            _forget()
            with broker():
                for command in [*SETUP, *DEMONSTRATION]:
                    manage(*command)
    except ServiceError as error:
        sys.exit(str(error))


def _forget() -> None:
    server = embedded.server()
    server.drop(embedded.DATABASE)
    server.ensure(embedded.DATABASE)
    for folder in ("broker", "inbox", "beat"):
        shutil.rmtree(paths.VAR / folder, ignore_errors=True)


if __name__ == "__main__":
    main()
