import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.processes import Installation, eventually, free_port


@pytest.fixture
def installation() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="xp-", dir="/tmp"))
    made = Installation(folder / "var", free_port(), free_port())
    yield made
    made.end()
    eventually(lambda: made.processes() == [])
    shutil.rmtree(folder)
