"""`make demo`: throw the local data away and start over from the demonstration's."""

import os
import shutil
import sys
from contextlib import ExitStack

from . import catalogues, embedded, paths
from .processes import ServiceError
from .up import from_environment, only_one


def main() -> None:
    os.environ["DEMO"] = "1"
    if os.environ.get("DATABASE_URL"):
        sys.exit("DATABASE_URL is set: only the local demonstration is ever thrown away.")
    catalogues.compile_stale()
    try:
        # The lock: nobody starts the site meanwhile.
        with only_one(), embedded.hold(), ExitStack() as stack:
            _forget()
            supervisor = from_environment()
            supervisor.services(stack)
            supervisor.set_up()
    except ServiceError as error:
        sys.exit(str(error))


def _forget() -> None:
    server = embedded.server()
    server.drop(embedded.DATABASE)
    server.ensure(embedded.DATABASE)
    for folder in ("broker", "inbox", "replies", "beat", "documents"):
        shutil.rmtree(paths.VAR / folder, ignore_errors=True)


if __name__ == "__main__":
    main()
