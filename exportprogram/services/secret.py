"""The key of a checkout that was given none."""

import secrets
from pathlib import Path


def of_checkout(var: Path) -> str:
    """A key that this checkout makes once for itself, in the folder of what it keeps: a restart signs nobody out."""
    file = var / "secret_key"
    if not file.exists():
        var.mkdir(exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")
