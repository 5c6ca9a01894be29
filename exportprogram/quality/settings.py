"""The settings as tools read them that only look at the code (the type checker)."""

import os

os.environ.setdefault("TESTING", "1")

from exportprogram.settings import *  # noqa: F403
