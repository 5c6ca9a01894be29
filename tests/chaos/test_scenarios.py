"""The short form of every scenario."""

from pathlib import Path

import pytest

from tests.chaos.programme import SCENARIOS
from tests.chaos.stage import Stage

SOCKETS = Path("/proc/net/tcp")


@pytest.mark.slow
@pytest.mark.skipif(not SOCKETS.exists(), reason="finds the sender of a message in /proc, which is Linux's")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=[each.name for each in SCENARIOS])
def test_promise_is_kept(process_env, tmp_path, scenario):
    result = scenario.play(Stage(tmp_path, process_env, quick=True))
    assert result.broken == [], result.figures
