"""Reminders and mail as Prometheus reads them: asked of the database at each scrape, so that any process may answer."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from companies.mail import queries as mail
from companies.outreach.seen import watch

Labelled = Iterable[tuple[tuple[str, ...], float]]


def exposed(*, at: datetime) -> bytes:
    """The text format, version 0.0.4; a fixed number of statements."""
    registry = CollectorRegistry()
    registry.register(_Programme(at))
    return generate_latest(registry)


class _Programme(Collector):
    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        """Nothing is asked when the collector is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        state, messages = watch.look(at=self.at), mail.counts()
        yield _gauge("reminders", "Lines of the ledger.", watch.ledger(), "kind", "state", "reason")
        by = ((key, float(number)) for key, number in messages.by.items())
        yield _gauge("messages", "Messages in the outbox and gone.", by, "purpose", "state")
        yield _gauge("answers", "Answers to reminders that stand.", watch.answers(), "kind")
        yield _single(
            "oldest_due_seconds", "How long the oldest due reminder has waited.", state.overdue.total_seconds()
        )
        yield _single(
            "oldest_due_message_seconds",
            "How long the oldest due message has waited.",
            state.health.late.total_seconds(),
        )
        yield _single("relay_paused", "1 while the mail server is out of reach.", float(bool(state.health.paused)))
        yield _single(
            "reconciliation_difference", "Reminders without a known fate, by the last daily count.", state.difference
        )
        yield _gauge("problems", "1 for each thing that is wrong now.", _codes(state), "code")
        yield _gauge("beat_age_seconds", "How long ago each part last gave a sign.", _ages(state), "part")


def _codes(state: watch.State) -> Labelled:
    return [((problem.code,), 1.0) for problem in watch.problems(state)]


def _ages(state: watch.State) -> Labelled:
    ages = {"sweep": state.swept, "sender": state.beats.sender, "mailbox": state.beats.mailbox}
    return [((part,), age.total_seconds()) for part, age in ages.items() if age is not None]


def _gauge(name: str, told: str, rows: Labelled, *labels: str) -> Metric:
    family = GaugeMetricFamily(f"exportprogram_{name}", told, labels=labels)
    for values, number in rows:
        family.add_metric([str(value) for value in values], number)
    return family


def _single(name: str, told: str, number: float) -> Metric:
    return GaugeMetricFamily(f"exportprogram_{name}", told, value=number)
