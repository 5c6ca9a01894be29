"""Taking turns on something that has no row yet: an address, an ICE."""

from django.db import connection


def hold(kind: str, name: str) -> None:
    """Wait until nobody else holds `name` of this kind, and hold it until the end of the transaction.

    Whoever needs several kinds takes them in one order everywhere: "mailbox", then "ice".
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{name}"])
