# SPDX-License-Identifier: EUPL-1.2
"""The recount: SQL over `ledger_act` alone. Instants of the promise and of each wait are taken from the acts
themselves, not from what the product wrote about them for its facts.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

LIVES = """
WITH life AS (
    SELECT r.case_id, (r.data->>'resolving')::uuid AS unit, r.data->>'procedure' AS procedure,
           r.data->>'channel' AS channel, r.at AS received_at, (r.data->>'promised')::timestamptz AS promised,
           asked.at AS asked, answered.at AS answered, ending.at AS ended_at, ending.verb AS ending,
           (SELECT count(*) FROM ledger_act c WHERE c.case_id = r.case_id AND c.verb IN
            ('dossier:supplement:requested', 'dossier:intake_supplement:requested')) AS contacts
    FROM ledger_act r
    LEFT JOIN ledger_act asked ON asked.case_id = r.case_id AND asked.verb = 'dossier:supplement:requested'
    LEFT JOIN ledger_act answered ON answered.case_id = r.case_id AND answered.verb = 'dossier:supplement:supplied'
    LEFT JOIN ledger_act ending ON ending.case_id = r.case_id
         AND ending.verb IN ('dossier:completed', 'dossier:refused', 'dossier:stopped')
    WHERE r.verb = 'dossier:received'
), judged AS (
    SELECT *, (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received_on,
           (ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS ended_on,
           CASE WHEN promised IS NULL THEN true
                WHEN asked IS NULL THEN ended_at <= promised
                ELSE ended_at - (coalesce(answered, ended_at) - asked) <= promised END AS in_time,
           CASE WHEN asked IS NULL OR (asked AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > %(until)s THEN promised
                WHEN (answered AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= %(until)s THEN promised + (answered - asked)
                WHEN asked > promised THEN promised END AS running
    FROM life
)
"""
KINDS = """
SELECT {key} AS key,
    count(*) FILTER (WHERE received_on < %(since)s AND (ended_on IS NULL OR ended_on >= %(since)s)),
    count(*) FILTER (WHERE received_on BETWEEN %(since)s AND %(until)s AND channel = 'truc_tuyen'),
    count(*) FILTER (WHERE received_on BETWEEN %(since)s AND %(until)s AND channel <> 'truc_tuyen'),
    count(*) FILTER (WHERE ended_on BETWEEN %(since)s AND %(until)s AND in_time),
    count(*) FILTER (WHERE ended_on BETWEEN %(since)s AND %(until)s AND NOT in_time),
    count(*) FILTER (WHERE {open} AND NOT {late}),
    count(*) FILTER (WHERE {open} AND {late})
FROM judged GROUP BY 1
"""
OPEN = "(received_on <= %(until)s AND (ended_on IS NULL OR ended_on > %(until)s))"
LATE = "coalesce((running AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < %(until)s, false)"
STATISTICS = {
    "don_vi": "(SELECT name FROM registry_unit WHERE id = unit)",
    "linh_vuc": "(SELECT field FROM onestop_procedure WHERE code = procedure)",
    "kenh": "channel",
    "thu_tuc": "procedure",
}
ENDED = """
SELECT count(*) FILTER (WHERE ended_on BETWEEN %(since)s AND %(until)s AND in_time),
       count(*) FILTER (WHERE ended_on BETWEEN %(since)s AND %(until)s),
       count(*) FILTER (WHERE {open} AND {late}),
       coalesce(sum(greatest(0, 2 - contacts)) FILTER (WHERE ended_on BETWEEN %(since)s AND %(until)s), 0)
FROM judged
"""
COUNTS = """
SELECT count(*) FROM ledger_act WHERE verb = ANY(%(verbs)s)
AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s AND {condition}
"""


def statistics(by: str, since: date, until: date) -> dict[str, list[int]]:
    """Return the seven numbers of each line of a statistic table by its key; lines of noughts left out."""
    asked = KINDS.format(key=STATISTICS[by], open=OPEN, late=LATE)
    found = {str(key): numbers for key, *numbers in _rows(LIVES + asked, since, until)}
    return {key: numbers for key, numbers in found.items() if any(numbers)}


SERVICES = """
SELECT key, sum(received), sum(online), sum(finished), sum(finished_online), sum(on_time), sum(completed), sum(minutes),
    sum(rated), sum(satisfied)
FROM (
    SELECT procedure AS key, 1 AS received, (channel = 'truc_tuyen')::int AS online, 0 AS finished,
        0 AS finished_online, 0 AS on_time, 0 AS completed, 0 AS minutes, 0 AS rated, 0 AS satisfied
    FROM judged WHERE received_on BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT procedure, 0, 0, 1, (channel = 'truc_tuyen')::int, (e.data->>'on_time')::boolean::int,
        (ending = 'dossier:completed')::int,
        CASE WHEN ending = 'dossier:completed' THEN floor(extract(epoch FROM ended_at - received_at) / 60) ELSE 0 END,
        0, 0
    FROM judged JOIN ledger_act e ON e.case_id = judged.case_id AND e.verb = judged.ending
    WHERE ending IN ('dossier:completed', 'dossier:refused') AND ended_on BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT filed.data->>'procedure', 0, 0, 0, 0, 0, 0, 0, 1, (r.data->>'level' <> 'chua_hai_long')::int
    FROM ledger_act r JOIN ledger_act filed ON filed.case_id = r.case_id AND filed.verb = 'dossier:submitted'
    WHERE r.verb = 'dossier:rated'
      AND (r.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
) AS lines GROUP BY key
"""


def services(since: date, until: date) -> dict[str, list[int]]:
    """Return nine sums of each service: the procedure of a rating is that of its filing, not what the rating says."""
    return {str(key): [int(one) for one in sums] for key, *sums in _rows(LIVES + SERVICES, since, until)}


def endings(since: date, until: date) -> tuple[int, int, int, int]:
    """Return ended on time, ended, open and overdue, points of contacts."""
    ((on_time, ended, overdue, points),) = _rows(LIVES + ENDED.format(open=OPEN, late=LATE), since, until)
    return on_time, ended, overdue, int(points)


def counted(since: date, until: date, *verbs: str, where: str = "true") -> int:
    """Return how many acts of these verbs there are in a period."""
    ((number,),) = _rows(COUNTS.format(condition=where), since, until, verbs=list(verbs))
    return int(number)


def summed(since: date, until: date, verb: str, field: str) -> int:
    """Return the sum of a number that acts of a verb carry, in a period."""
    statement = """
    SELECT coalesce(sum((data->>%(field)s)::bigint), 0) FROM ledger_act
    WHERE verb = %(verb)s AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((number,),) = _rows(statement, since, until, verb=verb, field=field)
    return int(number)


def about_dossiers(since: date, until: date, where: str = "true") -> int:
    """Return how many acts of the noun dossier there are in a period."""
    statement = """
    SELECT count(*) FROM ledger_act WHERE left(verb, 8) = 'dossier:' AND {condition}
    AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((number,),) = _rows(statement.format(condition=where), since, until)
    return int(number)


def procedures(since: date, until: date, where: str) -> int:
    """Return of how many procedures dossiers were filed of which the condition holds."""
    statement = """
    SELECT count(DISTINCT data->>'procedure') FROM ledger_act WHERE verb = 'dossier:submitted' AND {condition}
    AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((number,),) = _rows(statement.format(condition=where), since, until)
    return int(number)


def procedures_open() -> int:
    """Return how many procedures were published; in these plays all are in force before the first day, and stay."""
    statement = "SELECT count(DISTINCT data->>'procedure') FROM ledger_act WHERE verb = 'procedure:published'"
    ((number,),) = _rows(statement, date.min, date.max)
    return int(number)


def actors(since: date, until: date, verb: str, where: str) -> int:
    """Return how many different people did something."""
    statement = """
    SELECT count(DISTINCT actor) FROM ledger_act WHERE verb = %(verb)s AND {condition}
    AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((number,),) = _rows(statement.format(condition=where), since, until, verb=verb)
    return int(number)


def minutes(since: date, until: date, begun: str, ended: str) -> int:
    """Return whole minutes from the first act to the second of each case, those added up whose second lies here."""
    statement = """
    SELECT coalesce(sum(floor(extract(epoch FROM b.at - a.at) / 60)), 0) FROM ledger_act a
    JOIN ledger_act b ON b.case_id = a.case_id AND b.verb = %(ended)s WHERE a.verb = %(begun)s
    AND (b.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((total,),) = _rows(statement, since, until, begun=begun, ended=ended)
    return int(total)


def waits(since: date, until: date) -> int:
    """Return whole minutes from taking a number to its first call, those added up whose call lies here.

    Nobody booked in these plays, so that no wait begins later than its number.
    """
    statement = """
    SELECT coalesce(sum(floor(extract(epoch FROM b.at - a.at) / 60)), 0) FROM ledger_act a
    JOIN ledger_act b ON b.subject = a.subject AND b.verb = 'ticket:called' AND b.data->>'calls' = '1'
    WHERE a.verb = 'ticket:taken' AND (b.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(since)s AND %(until)s
    """
    ((total,),) = _rows(statement, since, until)
    return int(total)


def _rows(statement: str, since: date, until: date, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since, "until": until, **more})
        return cursor.fetchall()


def share(up: int, down: int, factor: int = 100) -> Decimal | None:
    """Return a share in percent to two places, half up; None of nothing."""
    return (Decimal(up * factor) / down).quantize(Decimal("0.01"), ROUND_HALF_UP) if down else None
