"""INSERT ... SELECT and COPY for models: the columns that a statement does not name get the field's own default."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(model: type[Model], columns: dict[str, str], source: str) -> int:
    """INSERT INTO the model's table: `columns` maps a column to an SQL expression over `source`; rows inserted."""
    constants = _constants(model, columns)
    names = ", ".join(f'"{name}"' for name in [*columns, *constants])
    values = ", ".join([*(_literal(each) for each in columns.values()), *["%s"] * len(constants)])
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} {_literal(source)}'
    with connection.cursor() as cursor:
        cursor.execute(statement, [*constants.values()])
        return cursor.rowcount


def copy(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows made in Python."""
    constants = _constants(model, columns)
    names = ", ".join(f'"{name}"' for name in [*columns, *constants])
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as target:
        for row in rows:
            target.write_row([*row, *constants.values()])


def _literal(sql: str) -> str:
    """SQL of ours in a statement with parameters: its own percent signs are no placeholders."""
    return sql.replace("%", "%%")


def _constants(model: type[Model], named: Iterable[str]) -> dict[str, Any]:
    given = set(named)
    left = [field for field in model._meta.concrete_fields if field.column not in given and _has_default_of_ours(field)]
    return {field.column: field.get_db_prep_save(field.get_default(), connection) for field in left}


def _has_default_of_ours(field: Field) -> bool:
    """Not what the database fills in by itself: numbered keys, generated columns, defaults of its own."""
    return not (field.generated or field.has_db_default() or field is field.model._meta.auto_field)
