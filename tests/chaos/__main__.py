"""Every scenario in its long form, with its figures. The exit status says whether all promises were kept."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.stage import Result, Stage
from tests.support import services


def main() -> int:
    chosen = arguments()
    services.prepare_environment()
    real = services.Services()
    real.start()
    try:
        return 0 if play(chosen.only, quick=chosen.quick) else 1
    finally:
        real.stop()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="this scenario; may be given several times")
    parser.add_argument("--quick", action="store_true", help="the short form, as in the tests")
    return parser.parse_args()


def play(only: list[str] | None, *, quick: bool) -> bool:
    """Whether every promise was kept."""
    import django

    django.setup()
    from tests.chaos.programme import SCENARIOS  # needs Django set up, as what follows

    unknown = set(only or ()) - {each.name for each in SCENARIOS}
    if unknown:
        sys.exit(f"No such scenario: {', '.join(sorted(unknown))}. There are: {', '.join(s.name for s in SCENARIOS)}")
    kept = True
    for scenario in SCENARIOS:
        if not only or scenario.name in only:
            print(f"\n== {scenario.name}: {scenario.promise}", flush=True)
            result = alone(scenario, quick=quick)
            told(result)
            kept = kept and not result.broken
    print(f"\n{'Every promise was kept.' if kept else 'PROMISES WERE BROKEN.'}")
    return kept


def alone(scenario, *, quick: bool) -> Result:
    """On a database, a broker and a folder of its own."""
    from tests.chaos import arena

    services.own_database()
    arena.flush(os.environ["REDIS_URL"])
    folder = Path(tempfile.mkdtemp(prefix="xp-chaos-", dir="/tmp"))
    begun = time.monotonic()
    say = lambda line: print(f"   {time.monotonic() - begun:6.0f} s  {line}", flush=True)  # noqa: E731
    result = scenario.play(Stage(folder, dict(os.environ), quick, say))
    if result.broken:
        print(f"   what its processes said is in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def told(result: Result) -> None:
    width = max(map(len, result.figures), default=0)
    for name, value in result.figures.items():
        print(f"   {name:<{width}}  {value}")
    for promise in result.broken:
        print(f"   BROKEN: {promise}")
    print("   KEPT" if not result.broken else "   NOT KEPT", flush=True)


if __name__ == "__main__":
    sys.exit(main())
