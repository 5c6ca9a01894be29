"""kill -9 at each named point between planning and noting, of Celery's own sending processes.

One worker plays all of it. Each sender it forks is armed with the point whose turn it is, dies at its first passage
there, and is replaced, until the point has had its deaths; the last ones are not armed and finish the work.
"""

from collections import Counter
from pathlib import Path

from tests.chaos import arena, crowd, identity, ledger
from tests.chaos.stage import Result, Stage, until

NAME = "points"
PROMISE = "kill -9 at each named point loses nothing, and repeats one message at most where the server may have it"
POINTS = {
    # Point, and the extra copies that each death may cost there.
    "plan_before_commit": 0,
    "plan_after_commit": 0,
    "post_before_commit": 0,
    "post_after_commit": 0,
    "claim_before_commit": 0,
    "claim_after_commit": 0,
    "before_connect": 0,
    "after_rcpt": 0,
    "before_dot": 0,
    "after_dot": 1,
    "after_250": 1,
    "after_note": 0,
}
SENDERS = 3
SENDING = ("claim_after", "before", "after")


def play(stage: Stage) -> None:
    kills, wanted = stage.size(50, 2), stage.size(1200, 120)
    faults = stage.folder / "fault"
    arm(faults, next(iter(POINTS)))
    crowd.invited(wanted)
    nudge = arena.Nudge(stage.env["REDIS_URL"], 0.1)
    more = {"CHAOS_FAULTS": str(faults), "MAIL_BATCH": "4"}
    with arena.sink(stage.folder) as sink, arena.node(stage, sink, senders=SENDERS, **more) as node:
        for number, point in enumerate(POINTS, start=1):
            arm(faults, point)
            # A sweep keeps a sender busy for a while: once all is handed over, only its own points need it.
            nudge.plan = not point.startswith(SENDING) or not ledger.posted(wanted)
            until(lambda point=point: deaths(node, faults)[point] >= kills, 300, nudge)
            stage.say(f"{number:2} of {len(POINTS)}: {kills} times {point}")
        arm(faults, "")
        nudge.plan = True
        until(lambda: ledger.all_sent(wanted), 300, nudge)
        reckoned(stage.result, wanted, sink, node, faults)


def arm(faults: Path, point: str) -> None:
    """From now on. All at once: a sender that read half a file would go unarmed, and send everything."""
    ready = faults.with_suffix(".ready")
    ready.write_text(point)
    ready.replace(faults)


def armed(faults: Path) -> dict[str, str]:
    """The point each sender was armed with."""
    lines = faults.with_suffix(".armed")
    return dict(line.split() for line in lines.read_text().splitlines()) if lines.exists() else {}


def dead(node: arena.Node, faults: Path) -> dict[str, str]:
    """Those of them that died."""
    died = set(node.died())
    return {sender: point for sender, point in armed(faults).items() if identity.number(sender) in died}


def deaths(node: arena.Node, faults: Path) -> Counter[str]:
    return Counter(dead(node, faults).values())


def reckoned(result: Result, wanted: int, sink: arena.Sink, node: arena.Node, faults: Path) -> None:
    points = dead(node, faults)
    died = Counter(points.values())
    verdict = ledger.reckon(result, wanted, sink.accepted(), points)
    extra = Counter(points[sender] for _message, sender in verdict.excused)
    for point, each in POINTS.items():
        allowed = each * died[point]
        result.figures[point] = f"{died[point]} deaths, {extra[point]} extra, allowed {allowed}"
        result.expect(f"{point}: {extra[point]} extra copies, allowed {allowed}", extra[point] <= allowed)
