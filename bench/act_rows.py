# SPDX-License-Identifier: EUPL-1.2
"""Fill the ledger of the bench with acts by SQL: only for measuring how they are folded, nothing else writes past
`record`.

Twelve acts for each dossier, with the data their verbs carry, spread over eighteen months, every commune and every
service (a few services take most). They are numbered in order of time; one seal a day stands over them without a proof.
"""

from datetime import datetime

from django.db import connection, transaction

from tinhso.kernel.events.subscriptions import SUBSCRIBERS

EACH = 12
DAYS = 540

MONTHS = """
SELECT ledger_ensure_month(month)
FROM generate_series(%(newest)s::timestamptz - make_interval(days => %(days)s),
                     %(newest)s::timestamptz + interval '40 days', interval '27 days') month
"""
LIVES = """
CREATE TEMP TABLE bench_life ON COMMIT DROP AS
WITH unit AS (SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, area_code FROM registry_unit
              WHERE level = 'commune'),
     service AS (SELECT row_number() OVER (ORDER BY code) - 1 AS place, code FROM onestop_procedure),
     drawn AS (SELECT i, md5('life' || i)::uuid AS id,
                      ('x' || left(md5('a' || i), 6))::bit(24)::int / 16777216.0 AS one,
                      ('x' || left(md5('b' || i), 6))::bit(24)::int / 16777216.0 AS two
               FROM generate_series(0, %(lives)s - 1) i)
SELECT i, drawn.id AS id, unit.id AS unit, unit.area_code AS area, service.code AS procedure, one, two,
       CASE WHEN i %% 5 < 3 THEN 'truc_tuyen' ELSE 'truc_tiep' END AS channel,
       %(newest)s::timestamptz - make_interval(days => 5)
           - make_interval(secs => (%(lives)s - i) * (%(days)s - 6) * 86400.0 / %(lives)s) AS at
FROM drawn
JOIN unit ON unit.place = floor(one * (SELECT count(*) FROM unit))
JOIN service ON service.place = floor(two * two * two * two * (SELECT count(*) FROM service))
"""
ACTS = """
INSERT INTO ledger_act (seq, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id, rule, data,
                        evidence, digest)
SELECT row_number() OVER (ORDER BY life.at + step.after, i) + %(before)s, life.at + step.after, step.verb, 1,
       CASE WHEN step.verb IN ('dossier:submitted', 'dossier:rated') THEN 'person:' || md5('p' || i / 3)::uuid
            ELSE 'officer:' || md5('o' || unit || step.place %% 4)::uuid END,
       '', unit, area, 'dossier:' || life.id, life.id, '118/2025/NĐ-CP, Điều 17',
       CASE step.verb
       WHEN 'dossier:submitted' THEN jsonb_build_object('procedure', procedure, 'version', 1, 'channel', channel,
           'provisional', 'NT-' || i, 'receiving', unit, 'components', 2, 'filed_by', 'self', 'portal_code', '',
           'prefilled', i %% 4, 'answered', 20, 'personal', i %% 9 = 0, 'first_of_year', i %% 3 = 0)
       WHEN 'dossier:received' THEN jsonb_build_object('code', 'HB-' || i, 'procedure', procedure, 'channel', channel,
           'resolving', unit, 'receipt', i::text, 'book_line', i::text, 'promised', life.at + interval '5 days',
           'minutes', floor(two * 480)::int, 'digitised', i %% 2 = 0, 'reused', i %% 7 = 0, 'late_entry', false)
       WHEN 'dossier:completed' THEN jsonb_build_object('code', 'HB-' || i, 'on_time', i %% 20 > 0, 'on_time_766',
           i %% 20 > 0, 'minutes', floor(one * 5000)::int, 'electronic', true, 'channel', channel, 'resolving', unit,
           'procedure', procedure, 'promise',
           ((life.at + interval '5 days') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'contacts', i %% 3)
       WHEN 'dossier:rated' THEN jsonb_build_object('level', CASE WHEN i %% 14 = 0 THEN 'chua_hai_long' ELSE 'hai_long'
           END, 'procedure', procedure, 'channel', channel)
       WHEN 'dossier:assigned' THEN jsonb_build_object('holder', md5('o' || unit)::uuid, 'rule', NULL, 'load', i %% 30,
           'among', 4, 'absences', '[]'::jsonb)
       WHEN 'dossier:returned' THEN jsonb_build_object('method', 'dien_tu', 'receiver_checked', true, 'again', false)
       WHEN 'ticket:taken' THEN jsonb_build_object('day', life.at::date, 'number', i %% 90, 'source', 'desk',
           'procedures', jsonb_build_array(procedure), 'favoured', false, 'device', NULL, 'visit', NULL)
       WHEN 'ticket:called' THEN jsonb_build_object('counter', 1, 'lane', 'usual', 'calls', 1, 'minutes', i %% 25)
       WHEN 'person:data:read' THEN jsonb_build_object('purpose', 'Giải quyết hồ sơ', 'shown',
           jsonb_build_array('full_name', 'address', 'phone'))
       ELSE jsonb_build_object('code', 'HB-' || i) END,
       '{}', decode(md5('d' || i) || md5(step.verb), 'hex')
FROM bench_life life CROSS JOIN (VALUES
    (1, 'ticket:taken', interval '0'), (2, 'ticket:called', interval '9 minutes'),
    (3, 'dossier:submitted', interval '12 minutes'), (4, 'person:data:read', interval '20 minutes'),
    (5, 'dossier:received', interval '40 minutes'), (6, 'dossier:assigned', interval '2 hours'),
    (7, 'dossier:started', interval '4 hours'), (8, 'person:data:read', interval '5 hours'),
    (9, 'dossier:result:proposed', interval '1 day'), (10, 'dossier:completed', interval '26 hours'),
    (11, 'dossier:returned', interval '2 days'), (12, 'dossier:rated', interval '3 days')) step(place, verb, after)
"""
SEALS = """
INSERT INTO ledger_seal (number, first_seq, last_seq, size, root, previous, sealed_at, key_id, signature, seqs, leaves)
SELECT (SELECT coalesce(max(number), 0) FROM ledger_seal) + row_number() OVER (ORDER BY day), min(seq), max(seq),
       count(*), '', '', (day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '1 second',
       'bench', '', '{}', ''
FROM (SELECT seq, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day FROM ledger_act WHERE seq > %(before)s) acts
GROUP BY day
"""


def load(acts: int, newest: datetime) -> int:
    """Put so many acts (whole dossiers of them) into a ledger, the last of them about `newest`; return how many."""
    lives = acts // EACH
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM ledger_act")
        values = {"lives": lives, "newest": newest, "days": DAYS, "before": cursor.fetchone()[0]}
        for statement in (MONTHS, LIVES, ACTS, SEALS):
            cursor.execute(statement, values)
        cursor.execute("SELECT setval('ledger_act_seq', max(seq)) FROM ledger_act")
        cursor.execute("UPDATE ledger_horizon SET seq = (SELECT max(seq) FROM ledger_act)")
        for name in SUBSCRIBERS:
            cursor.execute("INSERT INTO ledger_subscription (name, seq) VALUES (%s, 0) ON CONFLICT DO NOTHING", [name])
        cursor.execute("UPDATE ledger_subscription SET seq = (SELECT max(seq) FROM ledger_act)")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_act")
    return lives * EACH
