# SPDX-License-Identifier: EUPL-1.2
"""The ledger: acts are written with their transaction, never changed, sealed in order, proved off line."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from asn1crypto import cms, tsp
from django.db import DatabaseError, connection, transaction

from tinhso.kernel.events import actions, keys, proofs, queries
from tinhso.kernel.events.errors import LedgerMisuse, ProofInvalid
from tinhso.kernel.events.models import Subscription, Timestamp
from tinhso.kernel.events.tests.acts import SampleAnswered, SampleNoted
from tinhso.kernel.events.types import Actor
from tinhso.kernel.events.verification import verify_ledger

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
OFFICER = Actor("officer:018f")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _from_the_first_number(db) -> None:
    """Number acts from 1: a test before that rolled back has drawn numbers all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('ledger_act_seq', 1, false)")


@pytest.fixture
def key(tmp_path) -> keys.SigningKey:
    return keys.load_or_make(tmp_path / "ledger.pem")


def note(number: int, *, at: datetime = NOW, text: str = "") -> int:
    with transaction.atomic():
        return actions.record(SampleNoted(number, text), at=at, actor=OFFICER, subject=f"sample:{number}")


def roll_back(number: int) -> None:
    """Record an act in a transaction that is given up."""
    with transaction.atomic():
        actions.record(SampleNoted(number), at=NOW, actor=OFFICER)
        transaction.set_rollback(True)


def test_an_act_is_written_with_its_transaction():
    roll_back(1)

    assert queries.count_acts() == 0


def test_recording_outside_a_transaction_is_a_fault():
    with pytest.raises(LedgerMisuse):
        actions.record(SampleNoted(1), at=NOW, actor=OFFICER)


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_act SET actor = 'x'", "DELETE FROM ledger_act", "TRUNCATE ledger_act"]
)
def test_the_database_refuses_to_change_an_act(statement):
    note(1)

    with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_empty_one_month():
    note(1)

    with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_act_y2026m11")


def test_months_get_their_own_partition():
    note(1, at=NOW)
    note(2, at=NOW + timedelta(days=40))

    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM ledger_act ORDER BY seq")
        assert [row[0] for row in cursor.fetchall()] == ["ledger_act_y2026m11", "ledger_act_y2026m12"]


def test_a_sound_ledger_verifies(key):
    for number in range(10):
        note(number)
    actions.seal(now=NOW, key=key)
    note(11)

    found = verify_ledger({key.key_id: key.public})

    assert found.sound
    assert (found.acts, found.seals, found.unsealed) == (11, 1, 1)


def tamper(statement: str) -> None:
    """Do what the owner of the database could do: lift the guards, write, put them back."""
    with connection.cursor() as cursor:
        for word in ("DISABLE", "ENABLE"):
            cursor.execute(f"ALTER TABLE ledger_act {word} TRIGGER USER")
            cursor.execute(f"ALTER TABLE ledger_seal {word} TRIGGER USER")
            if word == "DISABLE":
                cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "kind", "seq"),
    [
        ("UPDATE ledger_act SET actor = 'officer:else' WHERE seq = 3", "changed", 3),
        ("UPDATE ledger_act SET data = '{\"number\": 9}' WHERE seq = 2", "changed", 2),
        ("DELETE FROM ledger_act WHERE seq = 4", "removed", 4),
        ("UPDATE ledger_seal SET root = decode(repeat('00', 32), 'hex')", "seal_broken", None),
    ],
)
def test_a_changed_ledger_names_the_act(key, statement, kind, seq):
    for number in range(5):
        note(number)
    actions.seal(now=NOW, key=key)

    tamper(statement)

    findings = verify_ledger({key.key_id: key.public}).findings
    assert (kind, seq) in {(one.kind, one.seq) for one in findings}


def test_an_act_slipped_in_later_is_named(key):
    for number in range(5):
        note(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('ledger_act_seq', 6)")
    note(7)
    actions.seal(now=NOW, key=key)

    tamper("INSERT INTO ledger_act SELECT 6, at, verb, version, actor, on_behalf_of, unit_id, area, subject, case_id,"
           " rule, data, evidence, digest FROM ledger_act WHERE seq = 1")  # fmt: skip

    assert ("inserted", 6) in {(one.kind, one.seq) for one in verify_ledger({key.key_id: key.public}).findings}


def test_two_acts_that_changed_places_are_named(key):
    for number in range(5):
        note(number, at=NOW + timedelta(seconds=number))
    actions.seal(now=NOW, key=key)

    tamper("UPDATE ledger_act SET seq = CASE seq WHEN 2 THEN 4 ELSE 2 END WHERE seq IN (2, 4)")

    kinds = {(one.kind, one.seq) for one in verify_ledger({key.key_id: key.public}).findings}
    assert kinds == {("reordered", 2), ("reordered", 4)}


def test_a_removed_seal_breaks_the_chain(key):
    for number in range(3):
        note(number)
        actions.seal(now=NOW, key=key)

    tamper("DELETE FROM ledger_seal WHERE number = 2")

    assert "chain_broken" in {one.kind for one in verify_ledger({key.key_id: key.public}).findings}


def test_the_horizon_waits_for_a_transaction_that_drew_a_lower_number(key):
    drawn, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            actions.record(SampleNoted(1), at=NOW, actor=OFFICER)
            drawn.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    drawn.wait(10)
    fast = note(2)

    held = actions.advance_horizon(wait_seconds=0.2)
    may_commit.set()
    writer.join(10)

    assert held < fast
    assert actions.advance_horizon() == fast
    assert [act.seq for act in queries.acts_between(1, fast)] == [1, 2]


def test_a_rolled_back_act_leaves_a_gap_and_no_fault(key):
    note(1)
    roll_back(2)
    note(3)

    actions.seal(now=NOW, key=key)

    assert verify_ledger({key.key_id: key.public}).sound


def test_a_proof_checks_off_line_and_fits_a_qr_code(key):
    seqs = [note(number) for number in range(40)]
    actions.seal(now=NOW, key=key)

    text = proofs.encode(proofs.proof_of(seqs[17]))

    checked = proofs.check(text, {key.key_id: key.public})
    assert checked.act.data == {"number": 17, "text": ""}
    assert len(text) < 1200


def test_a_forged_proof_is_refused(key):
    seq = note(1, text="được cấp")
    actions.seal(now=NOW, key=key)
    proof = proofs.proof_of(seq)
    forged = proofs.Proof(
        proof.act.__class__(**{**proof.act.__dict__, "data": {"number": 1, "text": "không được cấp"}}),
        proof.index,
        proof.path,
        proof.header,
        proof.key_id,
        proof.signature,
    )

    with pytest.raises(ProofInvalid, match="KHÔNG khớp"):
        proofs.check(proofs.encode(forged), {key.key_id: key.public})


@pytest.mark.parametrize("text", ["", "TS1.", "TS1.abc", "hello", "TS1." + "A" * 9000, "TS1.eJyrVkosLcnILwIABvMCKQ"])
def test_a_damaged_proof_gets_a_sentence(key, text):
    with pytest.raises(ProofInvalid) as caught:
        proofs.check(text, {key.key_id: key.public})

    assert caught.value.sentence.endswith(("giấy.", "này."))


def test_an_undeclared_payload_is_a_fault():
    with pytest.raises(LedgerMisuse), transaction.atomic():
        actions.record(object(), at=NOW, actor=OFFICER)


def test_both_verbs_are_in_the_catalogue(key):
    with transaction.atomic():
        seq = actions.record(SampleAnswered(5), at=NOW, actor=OFFICER)

    assert queries.act(seq).verb == "sample:answered"


@pytest.mark.parametrize(
    "statements",
    [
        ["DELETE FROM ledger_act WHERE seq = 3", "UPDATE ledger_seal SET seqs[3] = seqs[4]"],
        ["DELETE FROM ledger_act WHERE seq < 5", "UPDATE ledger_seal SET seqs = ARRAY[5, 5, 5, 5, 5]"],
        ["UPDATE ledger_seal SET seqs = ARRAY[]::bigint[]", "DELETE FROM ledger_act"],
        ["UPDATE ledger_seal SET seqs[2] = NULL"],
    ],
)
def test_numbers_changed_beside_the_leaves_hide_nothing(key, statements):
    for number in range(5):
        note(number)
    actions.seal(now=NOW, key=key)

    for statement in statements:
        tamper(statement)

    assert not verify_ledger({key.key_id: key.public}).sound


def test_a_tail_cut_off_is_found_by_those_who_read_it(key):
    for number in range(3):
        note(number)
        actions.seal(now=NOW, key=key)
    Subscription.objects.create(name="reader", seq=3)

    tamper("DELETE FROM ledger_seal WHERE number = 3")
    tamper("DELETE FROM ledger_act WHERE seq = 3")

    assert ("removed", 3) in {(one.kind, one.seq) for one in verify_ledger({key.key_id: key.public}).findings}


def test_a_time_stamp_nobody_signed_is_refused(key):
    note(1)
    actions.seal(now=NOW, key=key)
    seal = queries.last_seal()
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3",
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": seal.header.digest()},
            "serial_number": 1,
            "gen_time": NOW,
        }
    )
    content = {"content_type": "tst_info", "content": cms.ParsableOctetString(info.dump())}
    signed = cms.SignedData(
        {"version": "v3", "digest_algorithms": [], "encap_content_info": content, "signer_infos": []}
    )
    forged = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    Timestamp.objects.create(seal_id=seal.number, token=forged, stamped_at=NOW)

    assert "timestamp_wrong" in {one.kind for one in verify_ledger({key.key_id: key.public}).findings}


HANOI = timezone(timedelta(hours=7))


def test_the_first_hours_of_a_local_month_belong_to_the_month_before_in_the_ledger():
    """01:00 on 1 May in Hà Nội is 18:00 on 30 April in UTC; what is remembered of it is not the month of May."""
    note(1, at=datetime(2031, 5, 1, 1, 0, tzinfo=HANOI))
    note(2, at=datetime(2031, 5, 1, 9, 0, tzinfo=HANOI))

    assert parts("ledger_act_y2031m%") == ["ledger_act_y2031m04", "ledger_act_y2031m05"]


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (datetime(2032, 1, 31, 23, 0, tzinfo=UTC), datetime(2032, 3, 1, 0, 0, tzinfo=UTC), ["01", "02", "03"]),
        (datetime(2032, 7, 1, 0, 0, tzinfo=HANOI), datetime(2032, 7, 1, 12, 0, tzinfo=HANOI), ["06", "07"]),
        (datetime(2032, 12, 5, tzinfo=UTC), datetime(2032, 12, 1, tzinfo=UTC), ["12"]),
    ],
)
def test_months_are_made_before_anybody_writes_into_them(since, until, months):
    before = set(parts("ledger_act_y2032m%"))

    actions.ensure_months(since, until)

    assert {f"ledger_act_y2032m{one}" for one in months} == set(parts("ledger_act_y2032m%")) - before


def parts(like: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE %s AND relkind = 'r' ORDER BY 1", [like])
        return [name for (name,) in cursor.fetchall()]
