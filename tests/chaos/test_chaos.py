"""The short form: sixty invitations, two kills, one flush, one in ten refused for a while."""

from pathlib import Path

import pytest

from tests.chaos import scene

SOCKETS = Path("/proc/net/tcp")


@pytest.mark.slow
@pytest.mark.skipif(not SOCKETS.exists(), reason="finds the sender of a message in /proc, which is Linux's")
def test_every_invitation_is_accepted_once_save_one_per_killed_sender(process_env, tmp_path):
    report = scene.play(scene.Plan(messages=60, kills=2, flushes=1), tmp_path, process_env)
    assert (report.messages, len(report.killed)) == (60, 2)
    assert (report.verdict.lost, report.verdict.unexcused) == ([], [])
    assert report.accepted == 60 + len(report.verdict.excused)
