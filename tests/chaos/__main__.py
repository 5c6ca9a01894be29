"""The long form, with its figures: 400 invitations, five kills, two flushes, one in ten refused for a while."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos import scene
from tests.support import services


def main() -> int:
    services.prepare_environment()
    real = services.Services()
    folder = Path(tempfile.mkdtemp(prefix="xp-chaos-"))
    real.start()
    try:
        import django  # only now: the environment had to be prepared first

        django.setup()
        services.own_database()
        plan = scene.Plan(messages=400, kills=5, flushes=2)
        report = scene.play(plan, folder, dict(os.environ))
    finally:
        real.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return told(report)


def told(report: scene.Report) -> int:
    """Print the figures; the exit status, 0 when the promise was kept."""
    verdict = report.verdict
    print(f"invitations          {report.messages}")
    print(f"accepted             {report.accepted} in {report.seconds:.1f} s")
    print(f"workers killed (-9)  {len(report.killed)}: {sum(map(len, report.killed))} processes")
    print(f"broker emptied       {report.flushes}")
    print(f"lost                 {len(verdict.lost)}")
    print(f"extra, excused       {len(verdict.excused)} {[f'pid {pid}' for _m, pid in verdict.excused]}")
    print(f"extra, not excused   {len(verdict.unexcused)}")
    return 1 if verdict.lost or verdict.unexcused else 0


if __name__ == "__main__":
    sys.exit(main())
