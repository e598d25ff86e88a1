# SPDX-License-Identifier: EUPL-1.2
"""Digit for digit: what the pages show equals what plain SQL counts in the acts (61/2018/NĐ-CP, Điều 29–31)."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.recount import sql
from tests.recount.conftest import FIRST
from tinhso.faces.desk.tests.conftest import signed_in
from tinhso.modules.onestop.queries import statistics
from tinhso.modules.onestop.queries.statistics import Table

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MIDDLE, LAST, LONG_AFTER = date(2026, 10, 29), date(2026, 11, 3), date(2026, 11, 20)
UNTILS = [MIDDLE, LAST, LONG_AFTER]
YEAR = date(2026, 1, 1)
ON_TIME = "(data->>'on_time')::boolean"
IN_TIME = "(data->>'on_time')::boolean"
BY_ITSELF = "left(actor, 7) = 'system:'"
ONLINE = "data->>'channel' = 'truc_tuyen'"


def day_of(until: date, name: str = "den") -> dict[str, int]:
    return {f"{name}-day": until.day, f"{name}-month": until.month, f"{name}-year": until.year}


def table_of(text: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(text.decode("utf-8-sig"))))[1:]


def counter(until: date, since: date = YEAR):
    def count(*verbs: str, where: str = "true") -> int:
        return sql.counted(since, until, *verbs, where=where)

    return count


def figures(until: date) -> dict[str, Decimal | int | None]:
    """Return every public figure of a year as SQL counts it."""
    count = counter(until)
    on_time, ended, overdue, _points = sql.endings(YEAR, until)
    completed, finished = count("dossier:completed"), count("dossier:completed", "dossier:refused")
    rated, received = count("dossier:rated"), count("dossier:received")
    submitted = count("dossier:submitted")
    tickets, called = count("ticket:taken"), count("ticket:called", where="data->>'calls' = '1'")
    return {
        "onestop.submitted": submitted,
        "onestop.received": received,
        "onestop.finished": finished,
        "onestop.on_time": sql.share(count("dossier:completed", "dossier:refused", where=ON_TIME), finished),
        "onestop.on_time_766": sql.share(on_time, ended + overdue),
        "onestop.online": sql.share(count("dossier:submitted", where=ONLINE), submitted),
        "onestop.electronic": sql.share(completed, completed),
        "onestop.minutes": sql.share(sql.minutes(YEAR, until, "dossier:received", "dossier:completed"), completed, 1),
        "onestop.supplement": sql.share(count("dossier:supplement:requested"), received),
        "onestop.satisfaction": sql.share(count("dossier:rated", where="data->>'level' <> 'chua_hai_long'"), rated),
        "onestop.intake": sql.share(sql.minutes(YEAR, until, "dossier:submitted", "dossier:received"), received, 1),
        "onestop.tickets": tickets,
        "onestop.queue_wait": sql.share(sql.waits(YEAR, until), called, 1),
        "onestop.tickets_unserved": sql.share(count("ticket:closed"), tickets),
        "onestop.by_others": sql.share(
            count("dossier:submitted", where="coalesce(data->>'filed_by', 'self') <> 'self'"), submitted
        ),
        "onestop.ministry_received": count("ministry_dossier:received"),
        "onestop.ministry_on_time": sql.share(
            count("ministry_dossier:finished", where=ON_TIME), count("ministry_dossier:finished")
        ),
        "onestop.end_to_end": sql.share(
            count("dossier:completed", where=f"{ONLINE} AND (data->>'electronic')::boolean"), completed
        ),
        "onestop.automation": sql.share(sql.about_dossiers(YEAR, until, BY_ITSELF), sql.about_dossiers(YEAR, until)),
        "plans.given": count("plan_task:given"),
        "plans.on_time": sql.share(count("plan_task:confirmed", where=ON_TIME), count("plan_task:confirmed")),
        **declarations(count),
        **offers(count),
        **levels(count, until),
    }


FROZEN = {
    "level_approved": "systems",
    "plan_deployed": "systems",
    "inspected": "systems",
    "monitored": "systems",
    "sharing": "systems",
    "response_plan": "systems",
    "agents_heard": "agents_expected",
    "machines_seen": "machines",
}


def levels(count: Callable[..., int], until: date) -> dict[str, Decimal | int | None]:
    """Return the figures of levels: acts counted, and both numbers of each share from the frozen registers."""
    limited = count("level_dossier:appraised", where="(data->>'limited')::boolean")
    in_time = count("level_dossier:appraised", where=f"(data->>'limited')::boolean AND {ON_TIME}")
    done, done_in_time = count("security_duty:done"), count("security_duty:done", where=ON_TIME)

    def frozen(field: str) -> int:
        return sql.summed(YEAR, until, "system_register:frozen", field)

    return {
        "security.levels_approved": count("level_dossier:approved"),
        "security.appraisals_on_time": sql.share(in_time, limited),
        "security.assessments": count("security_duty:done", where="data->>'duty' = 'assessment'"),
        "security.duties_on_time": sql.share(done_in_time, done),
        **{f"security.{up}": sql.share(frozen(up), frozen(down)) for up, down in FROZEN.items()},
    }


def declarations(count: Callable[..., int]) -> dict[str, Decimal | int | None]:
    """Return how many components were declared for the first time in a round, and how many of them in time."""
    first = "(data->>'first')::boolean"
    declared = count("declaration:declared", where=first)
    on_time = count("declaration:declared", where=f"{first} AND {ON_TIME}")
    return {"scorecards.declared": declared, "scorecards.declared_on_time": sql.share(on_time, declared)}


def offers(count: Callable[..., int]) -> dict[str, Decimal | int | None]:
    """Return what was offered before anyone asked, by grade, and what people said to it."""
    made = count("proactive:offer:made")
    grades = {
        f"onestop.offers_{grade}": count("proactive:offer:made", where=f"data->>'grade' = '{grade}'")
        for grade in range(1, 5)
    }
    said = {
        f"onestop.offers_{word}": sql.share(count(f"proactive:offer:{word}"), made)
        for word in ("accepted", "refused", "restored")
    }
    return {"onestop.offers": made, **grades, **said}


@pytest.mark.parametrize("until", UNTILS)
def test_public_figures(played, client, until):
    answer = client.get(reverse("portal:figures"), {**day_of(until), "dang": "csv"})
    shown = {code: value for code, _title, value, *_rest in table_of(answer.content)}

    expected = {code: "" if value is None else str(value) for code, value in figures(until).items()}

    assert shown == expected


def components(since: date, until: date) -> dict[str, tuple[int, int]]:
    """Return numerator and denominator of every component that acts can answer."""
    count = counter(until, since)
    on_time, ended, overdue, _points = sql.endings(since, until)
    received, completed = count("dossier:received"), count("dossier:completed")
    heard = count("feedback:answered")
    poor = heard - count("feedback:answered", where=IN_TIME)
    poor += count("feedback:rated", where=f"{IN_TIME} and not (data->>'satisfied')::boolean")
    unhappy = count("dossier:rated", where="data->>'level' = 'chua_hai_long'")
    return {
        "2.1": (on_time, ended + overdue),
        "2.2": (sql.minutes(since, until, "dossier:received", "dossier:completed"), completed * 1440),
        "3.3": (count("dossier:received", where=ONLINE), received),
        "3.5": (
            count("payment:settled", where=ONLINE),
            count("fee:raised") - count("fee:exempted"),
        ),
        "4.1": (count("dossier:received", where="(data->>'digitised')::boolean"), received),
        "4.2": (completed, completed),
        "4.3": (count("dossier:received", where="(data->>'reused')::boolean"), received),
        "5.1": (count("feedback:answered", where=IN_TIME), heard),
        "5.2": (heard - poor, heard),
        "5.3": (ended - unhappy, ended),
    }


@pytest.mark.parametrize("until", UNTILS)
@pytest.mark.parametrize(("kind", "since"), [("nam", YEAR), ("thang", None)])
def test_the_index_766(played, client, until, kind, since):
    since = since or until.replace(day=1)
    answer = client.get(reverse("portal:index_766"), {**day_of(until), "ky": kind, "dang": "csv"})
    rows = {row[0]: row for row in table_of(answer.content)}

    expected = components(since, until)

    assert {code: (int(row[2]), int(row[3])) for code, row in rows.items() if row[3]} == expected
    for code, most in {"2.1": 20, "5.3": 6}.items():
        up, down = expected[code]
        assert rows[code][5] == str(sql.share(up, down, most) if down else "")
    assert all(not row[5] for code, row in rows.items() if code not in {"2.1", "5.3"})


@pytest.mark.parametrize("since", [FIRST, date(2026, 10, 28), date(2026, 11, 1)])
@pytest.mark.parametrize("until", [LAST, LONG_AFTER])
@pytest.mark.parametrize("by", ["don_vi", "linh_vuc", "kenh", "thu_tuc"])
def test_statistic_tables(played, by, since, until):
    asked = {**day_of(since, "tu"), **day_of(until), "theo": by, "tai": "excel"}
    answer = signed_in(played).get(reverse("desk:statistics"), asked)
    (_head, *rows, total) = load_workbook(BytesIO(answer.content)).active.values

    expected = sql.statistics(by, since, until)

    shown = [list(row[1:]) for row in rows]
    assert sorted(shown) == sorted(expected.values())
    assert list(total[1:]) == [sum(column) for column in zip(*expected.values(), strict=True)]
    if by in ("don_vi", "linh_vuc"):
        assert {row[0]: list(row[1:]) for row in rows} == expected


def columns_of(sums: list[int]) -> list[Decimal | int | None]:
    """Return the eight columns of a service from its nine sums."""
    received, online, finished, finished_online, on_time, completed, minutes, rated, satisfied = sums
    shares = [sql.share(on_time, finished), sql.share(minutes, completed * 1440, 1), sql.share(satisfied, rated)]
    return [received, online, sql.share(online, received), finished, finished_online, *shares]


def test_statistics_of_services(played, client):
    answer = client.get(reverse("portal:service_figures"), {"nam": YEAR.year, "dang": "csv"})
    shown = {row[0]: row[3:] for row in table_of(answer.content) if any(cell not in ("", "0") for cell in row[3:])}

    counted = sql.services(YEAR, date(YEAR.year, 12, 31))
    expected = {
        code: ["" if cell is None else str(cell) for cell in columns_of(sums)] for code, sums in counted.items()
    }

    assert len(shown) > 5
    assert shown == expected


def test_the_days_were_worth_counting(played):
    """Late, refused, stopped, waiting and open ones were all played."""
    on_time, ended, overdue, points = sql.endings(YEAR, LONG_AFTER)
    count = counter(LONG_AFTER)

    assert ended > on_time > 0
    assert overdue > 0
    assert points < 2 * ended
    assert count("dossier:refused") > 0
    assert count("declaration:declared") > 0
    assert count("dossier:supplement:requested") > 0


@pytest.mark.parametrize("since", [YEAR, FIRST, date(2026, 10, 28)])
@pytest.mark.parametrize("until", [LAST, LONG_AFTER, date(2026, 10, 31), date(2026, 11, 30)])
def test_a_table_by_body_and_month_is_the_tables_of_its_months(played, since, until):
    lines, total = statistics.table(played, Table(since, until, "don_vi_thang"))
    shown = {line.key: line.numbers.cells() for line in lines}

    tables = {
        first: statistics.table(played, Table(first, last)) for first, last in statistics.months_between(since, until)
    }

    expected = {
        f"{line.key}{first:%Y-%m}": line.numbers.cells() for first, (rows, _sum) in tables.items() for line in rows
    }
    assert shown == expected
    assert len(shown) > 3
    months, sums = statistics.table(played, Table(since, until, "thang"))
    assert [line.numbers.cells() for line in months] == [sum_.cells() for _rows, sum_ in tables.values()]
    assert sums == total == statistics.table(played, Table(since, until))[1]


@pytest.mark.parametrize("by", ["don_vi", "linh_vuc"])
def test_fine_and_coarse_facts_agree(played, by):
    """The total by field is read from other facts than the total by body."""
    tables = [statistics.table(played, Table(since, until, by)) for since in (YEAR, FIRST) for until in UNTILS]

    assert [total for _lines, total in tables] == [
        statistics.table(played, Table(since, until, "kenh"))[1] for since in (YEAR, FIRST) for until in UNTILS
    ]


@pytest.mark.parametrize("by", ["don_vi", "kenh", "thang", "don_vi_thang"])
def test_every_number_is_as_long_as_its_list(played, by):
    asked = {**day_of(date(2026, 10, 28), "tu"), **day_of(LAST), "theo": by}
    client = signed_in(played)
    page = client.get(reverse("desk:statistics"), asked)

    cells = [cell for _title, cells in page.context["rows"] for cell in cells if cell[1]]

    assert len(cells) > 5
    for number, address in cells:
        assert client.get(address).context["count"] == number, address


def shares(until: date) -> dict[str, tuple[int, int]]:
    """Return both numbers of the six shares; people are counted by name here, not by what the act says of them."""
    count, services = counter(until), sql.procedures_open()
    filed, prefilled = ONLINE, f"{ONLINE} AND (data->>'prefilled')::int > 0"
    personal = f"{ONLINE} AND (data->>'personal')::boolean"
    happy = f"{ONLINE} AND data->>'level' <> 'chua_hai_long'"
    return {
        "1. Dịch vụ được điền sẵn": (sql.procedures(YEAR, until, prefilled), services),
        "2. Dịch vụ được cá nhân hóa": (sql.procedures(YEAR, until, personal), services),
        "3. Dịch vụ có hồ sơ trực tuyến": (sql.procedures(YEAR, until, filed), services),
        "4. Hồ sơ giải quyết trực tuyến": (count("dossier:completed", where=ONLINE), count("dossier:completed")),
        "5. Tài khoản dùng dịch vụ công trực tuyến": (
            sql.actors(YEAR, until, "dossier:submitted", f"{ONLINE} AND data->>'filed_by' <> 'house'"),
            sql.actors(date(2000, 1, 1), until, "account:signed_in", "data->>'method' = 'oidc'"),
        ),
        "6. Mức độ hài lòng khi dùng dịch vụ trực tuyến": (
            count("dossier:rated", where=happy),
            count("dossier:rated", where=ONLINE),
        ),
    }


@pytest.mark.parametrize("until", UNTILS)
def test_the_six_shares(played, client, until):
    answer = client.get(reverse("portal:six_shares"), {**day_of(until), "dang": "csv"})
    rows = table_of(answer.content)
    shown = {row[0]: (int(row[2]), int(row[4])) for row in rows}

    expected = shares(until)

    assert {title: shown[title] for title in expected} == expected
    assert [row[5] for row in rows if row[0] in expected] == [
        "" if not down else str(sql.share(up, down)) for up, down in expected.values()
    ]
    assert all(up <= down for up, down in shown.values())


def test_accounts_were_used_and_answers_kept(played):
    last = shares(LAST)

    assert (
        0 < last["5. Tài khoản dùng dịch vụ công trực tuyến"][0] < last["5. Tài khoản dùng dịch vụ công trực tuyến"][1]
    )
    assert last["1. Dịch vụ được điền sẵn"][0] > 0
