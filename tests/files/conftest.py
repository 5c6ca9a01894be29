import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).with_name("clamd_server.py")


@pytest.fixture
def scanner(settings):
    """`scanner("well")` starts a scanner as a process of its own and points the settings at it."""
    running = []

    def start(manner="well", where="tcp"):
        process = subprocess.Popen([sys.executable, SERVER, where, manner], stdout=subprocess.PIPE, text=True)
        running.append(process)
        place = process.stdout.readline().strip()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{place}" if where == "tcp" else f"unix://{place}"
        settings.CLAMD_SECONDS = 10
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    """Files outlive the rows that a test takes back: each test begins with an empty store."""
    where = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "documents"}}
    settings.STORAGES = settings.STORAGES | {"documents": where}
