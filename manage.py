#!/usr/bin/env python
"""The commands of the project. Without configuration they work on the demonstration of this checkout."""

import os
import sys

from exportprogram.services import catalogues, embedded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exportprogram.settings")
    embedded.demonstrate_unless_configured()
    catalogues.compile_stale()
    from django.core.management import execute_from_command_line  # reads the environment completed above

    with embedded.database_for_command(sys.argv[1:]):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
