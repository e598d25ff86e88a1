# SPDX-License-Identifier: EUPL-1.2
"""The statements that make the ledger's table what it is; run by the first migration, kept readable here."""

CREATE = """
CREATE SEQUENCE ledger_act_seq;

CREATE TABLE ledger_act (
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    verb text COLLATE "C" NOT NULL,
    version smallint NOT NULL,
    actor text COLLATE "C" NOT NULL,
    on_behalf_of text COLLATE "C" NOT NULL,
    unit_id uuid,
    area text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    case_id uuid,
    rule text NOT NULL,
    data jsonb NOT NULL,
    evidence text[] NOT NULL,
    digest bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (at, seq)
) PARTITION BY RANGE (at);

CREATE INDEX ledger_act_by_seq ON ledger_act (seq);
CREATE INDEX ledger_act_by_verb ON ledger_act (verb, at);
CREATE INDEX ledger_act_by_case ON ledger_act (case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX ledger_act_by_subject ON ledger_act (subject, seq) WHERE subject <> '';

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger of acts refuses %: an act is never changed or removed', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_act_refuse BEFORE UPDATE OR DELETE ON ledger_act
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_act_refuse_truncate BEFORE TRUNCATE ON ledger_act
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_ensure_month(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month_start timestamptz := date_trunc('month', moment AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    month_end timestamptz := (date_trunc('month', moment AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    part text := 'ledger_act_y' || to_char(moment AT TIME ZONE 'UTC', 'YYYY"m"MM');
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ledger_ensure_month'));
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ledger_act INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    EXECUTE format('CREATE TRIGGER ledger_act_refuse_truncate BEFORE TRUNCATE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()', part);
    EXECUTE format('ALTER TABLE ledger_act ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        part, month_start, month_end);
END $$;
"""

DROP = """
DROP TABLE ledger_act;
DROP FUNCTION ledger_ensure_month(timestamptz);
DROP FUNCTION ledger_refuse();
DROP SEQUENCE ledger_act_seq;
"""

GUARD_SEALS = """
CREATE TRIGGER ledger_seal_refuse BEFORE UPDATE OR DELETE ON ledger_seal
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_refuse_truncate BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
INSERT INTO ledger_horizon (id, seq) VALUES (1, 0);
"""

INSERT = """
INSERT INTO ledger_act (seq, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id,
                        rule, data, evidence, digest)
VALUES (nextval('ledger_act_seq'), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
RETURNING seq
"""

WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'ledger_act_seq'::regclass AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Who may still commit an act: drawing a number locks the sequence, weakly, until the end of the transaction."""
