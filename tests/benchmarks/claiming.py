"""Claiming fifty messages from a ledger of a million, of which some are due and many wait for another day."""

import statistics
import time

from django.db import connection

from companies.mail import claims
from companies.mail.models import Message
from tests.benchmarks.databases import clone_of_base, using
from tests.benchmarks.results import Result
from tests.benchmarks.sending import AT
from tests.benchmarks.world import World

ROWS = 1_000_000
CLAIMS = 60

# The oldest nine tenths have been sent, then come some that wait for another day; the newest are due.
FILL = """
INSERT INTO mail_message (id, purpose, stream, to_email, language, from_email, reply_to, subject, text, html,
    unsubscribe, essential, secret, posted_at, state, attempts, next_attempt_at, last_error, accepted_at)
SELECT gen_random_uuid(), 'bench', 'case:' || n, 'contact' || n || '@bench.example', 'fr', '', '', 'Objet', %(text)s,
    '', '', n %% 7 = 0, false, now() - (%(rows)s - n) * interval '1 second',
    CASE WHEN n > %(rows)s * 0.9 THEN 'queued' ELSE 'sent' END, 0,
    now() + CASE WHEN n > %(rows)s * 0.98 THEN interval '-1 hour' ELSE interval '1 day' END, '',
    CASE WHEN n > %(rows)s * 0.9 THEN NULL ELSE now() END
FROM generate_series(1, %(rows)s) n
"""


def results(world: World, *, rows: int = ROWS) -> list[Result]:
    with clone_of_base(world, "bench_claims") as database, using(database):
        with connection.cursor() as cursor:
            cursor.execute(FILL, {"rows": rows, "text": "Bonjour. " * 20})
            cursor.execute("VACUUM ANALYZE mail_message")
        times = [_claim() for _ in range(CLAIMS)]
    median = statistics.median(times)
    return [Result(f"claiming 50 of {rows}", median * 1000, "ms", 3, note=f"slowest {max(times) * 1000:.1f} ms")]


def _claim() -> float:
    began = time.perf_counter()
    claim = claims.claim(at=AT)
    seconds = time.perf_counter() - began
    if len(claim.messages) != 50 or not all(isinstance(message, Message) for message in claim.messages):
        raise RuntimeError(f"{len(claim.messages)} messages claimed")
    return seconds
