# SPDX-License-Identifier: EUPL-1.2
"""Fill the bench database with dossiers by SQL. Only for measuring lists: nothing else writes rows past the actions.

One dossier in fifty is open. Every dossier has its case, its line in the book and two acts; five share an applicant.
The facts are what folding those acts would give; ended dossiers leave no trace in the balance of what is open.
"""

from django.db import connection, transaction

GIVEN = ("An", "Bình", "Cúc", "Dừa", "Em", "Giang", "Hạnh", "Khoa", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quý", "Sang")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Hữu", "Kim", "Quốc", "Mỹ", "Hoàng", "Đức")
NEWEST = "2026-11-02 01:00+00"

NAMES = f"""
CREATE TEMP TABLE bench_name ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY random()) - 1 AS place,
    family || ' ' || middle || ' ' || given AS full_name
FROM unnest(ARRAY{list(FAMILY)!r}) family, unnest(ARRAY{list(MIDDLE)!r}) middle, unnest(ARRAY{list(GIVEN)!r}) given;
CREATE TEMP TABLE bench_unit ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, area_code
FROM registry_unit WHERE level = 'commune';
CREATE TEMP TABLE bench_service ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY procedure_id) - 1 AS place, procedure_id, max(id) AS version
FROM onestop_procedureversion GROUP BY procedure_id;
CREATE TEMP TABLE bench_new ON COMMIT DROP AS
SELECT i, md5('case' || i)::uuid AS id, md5('person' || i / 5)::uuid AS person, unit.id AS unit, unit.area_code AS area,
       i / (SELECT count(*) FROM bench_unit) + 1 AS line, name.full_name AS full_name,
       lower(unaccent(name.full_name)) AS plain, i %% 50 = 0 AS is_open,
       service.procedure_id AS procedure, service.version AS version,
       CASE WHEN i %% 5 < 3 THEN 'truc_tuyen' ELSE 'truc_tiep' END AS channel,
       timestamptz '{NEWEST}' - ((%(last)s - i) %% 400000) * interval '2 minutes' AS at
FROM generate_series(%(first)s::bigint, %(last)s::bigint) i
JOIN bench_unit unit ON unit.place = i %% (SELECT count(*) FROM bench_unit)
JOIN bench_name name ON name.place = (i / 5) %% (SELECT count(*) FROM bench_name)
JOIN bench_service service ON service.place = (i / 7) %% (SELECT count(*) FROM bench_service);
"""

PERSONS = """
INSERT INTO identity_person (id, personal_number, other_paper, full_name, sex, phone, email, commune_code, address,
                             source, synthetic, sort_key, search_key, created_at)
SELECT DISTINCT ON (person) person, '9' || lpad((i / 5)::text, 11, '0'), '', full_name, 'nu', '+84912345678', '', area,
       '', 'play', true, plain, plain, at FROM bench_new
ON CONFLICT DO NOTHING
"""

CASES = """
INSERT INTO casework_case (id, kind, number, title, search_key, unit_id, area_code, holder_id, state, phase, turn,
                           confidential, opened_at, clock_from, limit_value, limit_unit, late_rule, due_at,
                           due_provisional, closed_at, outcome, changed_at, version)
SELECT id, 'dossier', 'HB-' || i, 'Cấp giấy xác nhận tình trạng hôn nhân – ' || full_name,
       'hb ' || i || ' nt ' || i || ' 1 004873 cap giay xac nhan tinh trang hon nhan ' || plain, unit, area, NULL,
       CASE WHEN is_open THEN 'received' ELSE 'returned' END, CASE WHEN is_open THEN 'open' ELSE 'done' END,
       CASE WHEN is_open THEN 'head' ELSE '' END, false, at, at, 3, 'working_day', false, at + interval '5 days',
       false, CASE WHEN is_open THEN NULL ELSE at + interval '2 days' END, '', at, 6
FROM bench_new
"""

DOSSIERS = """
INSERT INTO onestop_dossier (case_id, version_id, code, provisional, client_key, channel, applicant_id,
                             receiving_unit_id, resolving_unit_id, answers, return_method, return_place, submitted_at,
                             received_at, promised_at, finished_at, returned_at, decision)
SELECT id, version, 'HB-' || i, 'NT-B' || i, 'bench:' || i, channel, person, unit, unit, '{}', 'dien_tu', '',
       at, at, at + interval '5 days', CASE WHEN is_open THEN NULL ELSE at + interval '1 day' END,
       CASE WHEN is_open THEN NULL ELSE at + interval '2 days' END, '{}'
FROM bench_new
"""

BOOKS = """
INSERT INTO onestop_bookline (dossier_id, unit_id, field, year, number)
SELECT id, unit, 'ho_tich', 2000, line FROM bench_new
"""

HOLDINGS = """
INSERT INTO casework_holding (case_id, unit_id, turn, begins_at, ends_at, reason)
SELECT id, unit, 'head', at, NULL, '' FROM bench_new
"""

ACTS = """
INSERT INTO ledger_act (seq, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id, rule, data,
                        evidence, digest)
SELECT nextval('ledger_act_seq'), at, verb, 1, 'system:bench', '', unit, area, 'dossier:' || id, id, '', '{}', '{}', ''
FROM bench_new, unnest(ARRAY['dossier:submitted', 'dossier:received']) verb
"""


FACTS = """
INSERT INTO indicators_{table} (fact, {span}, unit_id, area, dimension, value)
SELECT counted.fact, date_trunc('{span}', at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, {unit}, {area},
       counted.dimension, count(*) FILTER (WHERE is_open OR counted.fact <> 'onestop.open_in')
FROM bench_new,
     LATERAL (SELECT 'onestop.submitted_by_procedure', NULL::uuid, '', procedure
              UNION ALL SELECT 'onestop.' || name, unit, bench_new.area, ''
              FROM unnest(ARRAY['submitted', 'received']) name
              UNION ALL SELECT 'onestop.' || name, unit, bench_new.area, ''
              FROM unnest(ARRAY['submitted_online', 'received_online']) name WHERE channel = 'truc_tuyen'
              UNION ALL SELECT 'onestop.' || name, unit, bench_new.area, ''
              FROM unnest(ARRAY['finished', 'finished_on_time', 'completed', 'completed_on_time_766',
                                'completed_electronic', 'returned', 'rated', 'satisfied', 'ended',
                                'ended_on_time_766']) name WHERE NOT is_open
              UNION ALL SELECT 'onestop.received_by', unit, bench_new.area, procedure || '|' || channel
              UNION ALL SELECT 'onestop.' || name, unit, bench_new.area, procedure || '|' || channel
              FROM unnest(ARRAY['ended_by', 'ended_on_time_by']) name WHERE NOT is_open
              UNION ALL SELECT 'onestop.received_in', unit, bench_new.area, '|' || channel
              UNION ALL SELECT 'onestop.' || name, unit, bench_new.area, '|' || channel
              FROM unnest(ARRAY['ended_in', 'ended_on_time_in']) name WHERE NOT is_open
              UNION ALL SELECT 'onestop.open_in', unit, bench_new.area,
                               ((at + interval '5 days') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date || '||' || channel
              UNION ALL SELECT 'onestop.open', unit, bench_new.area,
                               ((at + interval '5 days') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                               || '|' || procedure || '|' || channel
              WHERE is_open
              UNION ALL SELECT 'onestop.service_received', NULL::uuid, '', procedure || '|' || channel
              UNION ALL SELECT 'onestop.service_' || name, NULL::uuid, '', procedure || '|' || channel
              FROM unnest(ARRAY['finished', 'on_time', 'completed']) name WHERE NOT is_open
             ) AS counted(fact, unit, area, dimension)
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT ON CONSTRAINT {once} DO UPDATE SET value = indicators_{table}.value + excluded.value
"""
BY_UNIT = {"unit": "counted.unit", "area": "counted.area"}
ALL_FACTS = (
    FACTS.format(table="fact", span="day", once="fact_once", **BY_UNIT),
    FACTS.format(table="monthlyfact", span="month", once="monthly_fact_once", **BY_UNIT),
    FACTS.format(table="provincefact", span="day", once="province_fact_once", unit="NULL::uuid", area="''"),
)


def load(first: int, last: int) -> None:
    """Add the dossiers numbered `first` to `last` (both included), then let the planner look at them.

    They spread over every commune and every service there is.
    """
    values = {"first": first, "last": last}
    with transaction.atomic(), connection.cursor() as cursor:
        for back in range(22):
            cursor.execute(f"SELECT ledger_ensure_month(timestamptz '{NEWEST}' - make_interval(months => {back}))")
        for statement in (
            *NAMES.strip().rstrip(";").split(";\n"),
            PERSONS,
            CASES,
            DOSSIERS,
            BOOKS,
            HOLDINGS,
            ACTS,
            *ALL_FACTS,
        ):
            cursor.execute(statement, values)
    with connection.cursor() as cursor:
        # As the fold does: a balance that came back to nought is no row. Here every closed dossier ended in its month.
        for table in ("fact", "monthlyfact", "provincefact"):
            cursor.execute(f"DELETE FROM indicators_{table} WHERE value = 0")
        cursor.execute("VACUUM ANALYZE")
