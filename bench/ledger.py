# SPDX-License-Identifier: EUPL-1.2
"""Acts appended, sealed and verified per second, beside COPY of the same rows and raw SHA-256 of the same bytes."""

import hashlib
import time
from collections.abc import Sequence

from django.db import connection, transaction

from bench.figures import Figure, median_of
from bench.installation import installed
from bench.place import Place

ACTS, RUNS, TOGETHER = 6_000, 3, 100


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return acts per second: one in a transaction, a hundred in one, sealed, verified."""
    acts, runs = (1_500, 1) if quick else (ACTS, RUNS)
    with installed(place):
        from tinhso.kernel.events import actions, queries, tasks  # noqa: PLC0415 - models exist after setup
        from tinhso.kernel.events.verification import verify_ledger  # noqa: PLC0415

        single = median_of(runs, lambda: _append(acts // 4, 1))
        before = queries.newest_acts(1)[0].seq
        many = median_of(runs, lambda: _append(acts, TOGETHER))
        last = queries.newest_acts(1)[0].seq
        copy = median_of(runs, lambda: _copy(before, last))
        began, unsealed = time.perf_counter(), queries.count_acts()
        actions.seal(now=_now(), key=tasks.ledger_key())
        sealed = unsealed / (time.perf_counter() - began)
        trusted = {key.key_id: key for key in [tasks.ledger_key().public]}
        verified = median_of(runs, lambda: _verified(lambda: verify_ledger(trusted)))
        raw = _raw(before, last)
    note = f"{TOGETHER} acts in a transaction"
    return [
        Figure("Append, one act in a transaction", single, "acts/s", copy, "COPY of the same rows", "one connection"),
        Figure("Append, many acts in a transaction", many, "acts/s", copy, "COPY of the same rows", note),
        Figure("Seal", sealed, "acts/s", raw, "SHA-256 of the same canonical bytes", "signed root per 4,096 acts"),
        Figure("Verify the whole ledger", verified, "acts/s", raw, "SHA-256 of the same canonical bytes"),
    ]


def _now() -> object:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


def _append(acts: int, together: int) -> float:
    """Return acts recorded per second."""
    from tinhso.kernel.events.actions import record  # noqa: PLC0415
    from tinhso.kernel.events.types import SYSTEM  # noqa: PLC0415
    from tinhso.kernel.identity.types import PersonDataRead  # noqa: PLC0415

    payload, now = PersonDataRead("Giải quyết hồ sơ", ("full_name", "address", "phone")), _now()
    began = time.perf_counter()
    for first in range(0, acts, together):
        with transaction.atomic():
            for number in range(first, first + together):
                record(payload, at=now, actor=SYSTEM, subject=f"person:{number}", rule="91/2025/QH15")  # type: ignore[arg-type]
    return acts / (time.perf_counter() - began)


def _copy(first: int, last: int) -> float:
    """Return rows per second of COPY into a table with the indexes of the ledger."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_act")
        cursor.execute("CREATE TABLE bench_act (LIKE ledger_act INCLUDING DEFAULTS INCLUDING INDEXES)")
        wanted = f"SELECT * FROM ledger_act WHERE seq > {first} AND seq <= {last}"
        with cursor.copy(f"COPY ({wanted}) TO STDOUT") as source:
            rows = [bytes(block) for block in source]
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy("COPY bench_act FROM STDIN") as target:
        for row in rows:
            target.write(row)
    return len(rows) / (time.perf_counter() - began)


def _verified(verify: object) -> float:
    began = time.perf_counter()
    found = verify()  # type: ignore[operator]
    assert found.sound, found.findings
    return int(found.acts) / (time.perf_counter() - began)


def _raw(first: int, last: int) -> float:
    """Return how many acts per second SHA-256 alone would do: the canonical bytes of these, made beforehand."""
    from tinhso.kernel.events import queries, rules  # noqa: PLC0415

    texts: Sequence[bytes] = [rules.canonical(act) for act in queries.acts_between(first + 1, last)]
    began = time.perf_counter()
    for _ in range(5):
        for text in texts:
            hashlib.sha256(text).digest()
    return 5 * len(texts) / (time.perf_counter() - began)
