"""The parts of the bench in their order."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from tests.benchmarks import claiming, databases, importing, planning, profiles, report, sending, setup
from tests.benchmarks.generate import Landmarks
from tests.benchmarks.measuring import measure
from tests.benchmarks.pages import PAGES, Site, site
from tests.benchmarks.results import Result
from tests.benchmarks.visitors import signed_in
from tests.benchmarks.world import World

Say = Callable[[str], None]


def everything(world: World, landmarks: Mapping[int, Landmarks], options: Namespace, say: Say) -> None:
    """The pages, the jobs, and at last, if asked, the set-up of a clean clone."""
    if not options.setup_only:
        pages(world, landmarks, options, say)
        if not options.only:
            _jobs(world, landmarks, options, say)
    if options.setup or options.setup_only:
        _tell(setup.results(world), say)


def _jobs(world: World, landmarks: Mapping[int, Landmarks], options: Namespace, say: Say) -> None:
    _tell(importing.results(world), say)
    _tell(sending.results(world, messages=100 if options.quick else sending.MESSAGES), say)
    _tell(claiming.results(world, rows=20_000 if options.quick else claiming.ROWS), say)
    _tell(planning.results(max(landmarks)), say)


def _tell(results: Sequence[Result], say: Say) -> None:
    for result in results:
        say(str(result))


def pages(world: World, landmarks: Mapping[int, Landmarks], options: Namespace, say: Say) -> None:
    chosen = [page for page in PAGES if options.only in page.name]
    with ExitStack() as stack:
        sites = [_open(world, size, found, stack) for size, found in landmarks.items()]
        results = {}
        for page in chosen:
            results[page] = measure(page, sites, rounds=options.rounds, repeats=options.repeats)
            say(f"  {page.name}: {report.in_short(results[page])}")
        say("\n" + report.table(results, list(landmarks)) + "\n")
        for page in report.missed(results):
            say(profiles.explain(page, sites[-1], results[page]) + "\n")


def _open(world: World, size: int, landmarks: Landmarks, stack: ExitStack) -> Site:
    client = stack.enter_context(world.web(databases.name(size)))
    with databases.using(databases.name(size)):
        return site(size, client, landmarks, signed_in)
