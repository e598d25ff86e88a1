# SPDX-License-Identifier: EUPL-1.2
"""Make all facts anew beside the old ones and put them in their place at once (ADR 0052).

Readers see the old facts until the exchange and the new ones from then on; who is interrupted leaves the old ones.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TypeVar

from django.db import OperationalError, connection, connections, transaction

from tinhso.kernel.events.models import Subscription
from tinhso.kernel.indicators import adopted_facts
from tinhso.kernel.indicators.actions import SUBSCRIBER
from tinhso.kernel.indicators.errors import FactsInUse
from tinhso.kernel.indicators.models import AdoptedFact, Fact
from tinhso.kernel.indicators.queries import folded_up_to
from tinhso.kernel.indicators.replaying import fold, plan, slices, traced_folds
from tinhso.kernel.indicators.scopes import months_of
from tinhso.kernel.indicators.statements import OfVerb, Slice, late_sums, of_month, province_of
from tinhso.kernel.indicators.summing import sums
from tinhso.kernel.indicators.writing import BY_DAY, BY_MONTH, LATE, OF_PROVINCE, Table, by_month, copied, of_province

TABLES = (BY_DAY, BY_MONTH, OF_PROVINCE, LATE)
LONGEST_WAIT = "10s"
IN_USE = "Số liệu đang được đọc lâu nên chưa thay được; số liệu cũ còn nguyên. Hãy thử lại sau ít phút."
SETTINGS = (
    "SET LOCAL work_mem = '64MB'",
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL jit = off",
    "SET LOCAL enable_sort = off",
    "SET LOCAL synchronous_commit = off",
)
"""For a connection that fills: sums in memory by hashing, for a table nobody has looked at yet gives no better advice;
what a crash may lose is made anew before it counts."""
EMPTY = (
    "DROP TABLE IF EXISTS {next}",
    "CREATE TABLE {next} (LIKE {name} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING STORAGE)",
)
FINISH = (
    "ALTER TABLE {next} ADD CONSTRAINT {next}_once UNIQUE NULLS NOT DISTINCT ({key}) INCLUDE (value)",
    "ANALYZE {next}",
)
EXCHANGE = (
    "DROP TABLE {name}",
    "ALTER TABLE {next} RENAME TO {name}",
    "ALTER TABLE {name} RENAME CONSTRAINT {next}_once TO {once}",
    "ALTER SEQUENCE {next}_id_seq RENAME TO {name}_id_seq",
)

T = TypeVar("T")


def _silent(seq: int) -> None:
    """Report progress to nobody."""


@transaction.atomic(durable=True)
def rebuild(*, processes: int = 1, progress: Callable[[int], None] = _silent) -> int:
    """Replace every fact by the replay (after a change of definitions); return how many facts there are.

    processes: how many connections fold side by side; they see only acts that were committed before, which for a
    ledger is all that can be folded. Raises FactsInUse when readers do not let go of the old facts for long.
    """
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    last = folded_up_to()
    todo, folds = slices(last), traced_folds()
    with ThreadPoolExecutor(processes) as pool:
        _execute_apart(pool, [[one for table in TABLES for one in _worded(EMPTY, table)]])
        for done, _none in enumerate(pool.map(_apart(lambda one: _fill(one, folds)), todo), start=1):
            progress(last * done // len(todo))
        _execute_apart(pool, [_worded(FINISH, table) for table in (BY_DAY, OF_PROVINCE, LATE)])
        _execute_apart(pool, [[_insert(BY_MONTH, of_month(_next(BY_DAY), month))] for month in _months(todo)])
        _execute_apart(pool, [_worded(FINISH, BY_MONTH)])
    _add_adopted()
    _exchange()
    return Fact.objects.count()


def _apart(work: Callable[[T], None]) -> Callable[[T], None]:
    """Return the same work for another thread, which has a connection of its own and leaves none behind."""

    def done(what: T) -> None:
        try:
            work(what)
        finally:
            connections.close_all()

    return done


def _execute_apart(pool: ThreadPoolExecutor, works: Iterable[Sequence[str]]) -> None:
    list(pool.map(_apart(_execute), works))


@transaction.atomic
def _execute(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in (*SETTINGS, *statements):
            cursor.execute(statement)


def _fill(one: Slice, folds: list[OfVerb]) -> None:
    """Write what one slice adds up to."""
    todo = plan(one, folds)
    if todo.one_by_one:
        found = fold(one, folds)
        for table, part in ((BY_DAY, found.by_day), (OF_PROVINCE, of_province(found.by_day)), (LATE, found.late)):
            _copy(table, copied(part))
        return
    late = [_insert(LATE, late_sums(one, todo.by_sql))] if todo.is_late else []
    _execute([_days(sums(one, todo.by_sql)), *late])


def _months(days: Sequence[Slice]) -> list[date]:
    """Return the first day of every month that slices touch."""
    if not days:
        return []
    return months_of(days[0].first.replace(day=1), days[-1].until + timedelta(days=1))


def _days(rows: str) -> str:
    """Return SQL that writes sums of some days, and those of the province: no day is in two slices."""
    return (
        f"WITH days AS MATERIALIZED ({rows}), kept AS ({_insert(BY_DAY, 'SELECT * FROM days')}) "
        f"{_insert(OF_PROVINCE, province_of('days'))}"
    )


def _insert(table: Table, rows: str) -> str:
    return f"INSERT INTO {_next(table)} ({', '.join(table.columns)}, value) {rows}"


def _copy(table: Table, rows: bytes) -> None:
    columns = ", ".join(table.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_next(table)} ({columns}, value) FROM STDIN") as target,
    ):
        target.write(rows)


def _add_adopted() -> None:
    """Add what adopted ledgers bring to the new tables, and make what is kept by ledger anew."""
    AdoptedFact.objects.all().delete()
    days, months, province, late = (_beside(table) for table in TABLES)
    for ledger_id, part in adopted_facts.folded_again():
        days.add(part.by_day)
        months.add(by_month(part.by_day))
        province.add(of_province(part.by_day))
        late.add(part.late)
        adopted_facts.write(adopted_facts.apart(ledger_id, part))
    adopted_facts.drop_noughts()


def _beside(table: Table) -> Table:
    """Return the new table as one that sums can be added to."""
    name = _next(table)
    return Table.named(name.removeprefix("indicators_"), f"{name}_once", *table.columns)


def _exchange() -> None:
    """Put the new tables in the place of the old ones; wait for readers, but not for ever."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            for statement in (one for table in TABLES for one in _worded(EXCHANGE, table)):
                cursor.execute(statement)
    except OperationalError as fault:
        raise FactsInUse(IN_USE) from fault


def _next(table: Table) -> str:
    return f"{table.name}_next"


def _worded(statements: Sequence[str], table: Table) -> list[str]:
    words = {"name": table.name, "next": _next(table), "once": table.once, "key": ", ".join(table.key)}
    return [one.format(**words) for one in statements]
