"""`python -m tests.benchmarks [--quick] [--sizes 400,10000] [--only WORD]`: loopback only, bounded in time."""

import argparse
import sys
from contextlib import ExitStack

from tests.benchmarks import databases
from tests.benchmarks.world import World

SIZES = (400, 10_000, 100_000)


def main() -> None:
    options = _options()
    world = World()
    with ExitStack() as stack:
        stack.enter_context(world.running())
        world.configure(stack.enter_context(world.sink()))
        landmarks = databases.make(world, options.sizes, say)
        from tests.benchmarks import run  # it imports models: only now is Django set up

        run.everything(world, landmarks, options, say)


def say(line: str) -> None:
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="400 cases and few rounds: to try the bench itself")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of cases, with commas between them")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--setup", action="store_true", help="also a clean clone, `make run`, and its memory")
    parser.add_argument("--setup-only", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=15, help="requests of a page in a round")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.rounds, options.repeats = SIZES[:1], 2, 6
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(each) for each in text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
