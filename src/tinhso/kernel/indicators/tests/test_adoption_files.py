# SPDX-License-Identifier: EUPL-1.2
"""The file of a ledger: what was changed, removed, moved or cut is named before anything is kept."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tinhso.kernel.events import keys, rules
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import SealRow
from tinhso.kernel.events.types import Actor, ActRow
from tinhso.kernel.indicators.adoption.adopt import adopt, inspect
from tinhso.kernel.indicators.adoption.checking import verify_adopted
from tinhso.kernel.indicators.adoption.files import FORMAT, LONGEST_LINE, Writer
from tinhso.kernel.indicators.adoption.lines import act_line, act_of, seal_line, seal_of
from tinhso.kernel.indicators.models import AdoptedAct, AdoptedLedger

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FIRST_ACT, FIRST_SEAL = 2, 1
"""Lines of the file: head, one seal, its two acts, a second seal, its two acts, end."""


def an_act(seq: int, **more: Any) -> ActRow:
    at, data = NOW + timedelta(minutes=seq), {"number": seq, **more}
    return ActRow(seq, at, "sample:noted", 1, "officer:1", "", None, "28756", "sample:1", None, "", data, ())


def a_seal(number: int, acts: list[ActRow], previous: bytes, key: keys.SigningKey) -> SealRow:
    leaves = [rules.leaf(act.seq, rules.digest(act)) for act in acts]
    header = rules.SealHeader(
        number, acts[0].seq, acts[-1].seq, len(acts), rules.tree_root(leaves), previous, NOW + timedelta(hours=number)
    )
    seqs = tuple(act.seq for act in acts)
    return SealRow(header, key.key_id, key.sign(header.signed_bytes()), seqs, tuple(leaves))


@pytest.fixture
def key(tmp_path) -> keys.SigningKey:
    return keys.load_or_make(tmp_path / "ledger.pem")


def write(
    path: Path,
    key: keys.SigningKey,
    *,
    shown: keys.SigningKey | None = None,
    more: dict[str, Any] | None = None,
    **counts: int,
) -> Path:
    """Write a file of two seals over four acts.

    shown: another key in the head; more: data of the acts; counts: what the end claims.
    """
    writer = Writer(path)
    public = (shown or key).public.pem().decode()
    head = {"format": FORMAT, "province_code": "83", "province": "Bến Tre", "keys": [public]}
    writer.write("ledger", **head, exported_at=NOW.isoformat())
    previous = rules.NOTHING_BEFORE
    for number in (1, 2):
        acts = [an_act(seq, **(more or {})) for seq in (2 * number - 1, 2 * number)]
        seal = a_seal(number, acts, previous, key)
        writer.write("seal", **seal_line(seal, b""))
        for act in acts:
            writer.write("act", **act_line(act))
        previous = seal.header.digest()
    writer.close(key, **({"units": 0, "seals": 2, "acts": 4} | counts))
    return path


@pytest.fixture
def file(tmp_path, key) -> Path:
    return write(tmp_path / "so.tinhso-ledger", key)


def lines_of(file: Path) -> list[dict]:
    with gzip.open(file) as source:
        return [json.loads(line) for line in source]


def put(file: Path, lines: list[dict]) -> None:
    with gzip.open(file, "wb") as target:
        for line in lines:
            target.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def test_a_sound_file_tells_whose_it_is_and_how_much(file, key):
    found = inspect(file)

    assert (found.province, found.seals, found.acts, found.last_seq) == ("Bến Tre", 2, 4, 4)
    assert found.key_ids == (key.key_id,)


def test_acts_and_seals_come_back_as_they_were(key):
    act = an_act(1)
    seal = a_seal(1, [act], rules.NOTHING_BEFORE, key)

    assert act_of(json.loads(json.dumps(act_line(act)))) == act
    assert seal_of(json.loads(json.dumps(seal_line(seal, b"x")))) == (seal, b"x")


def change(lines: list[dict]) -> None:
    lines[FIRST_ACT]["data"]["number"] = 9


def remove(lines: list[dict]) -> None:
    del lines[FIRST_ACT]


def insert(lines: list[dict]) -> None:
    lines.insert(FIRST_ACT, lines[FIRST_ACT] | {"seq": 99})


def reorder(lines: list[dict]) -> None:
    lines[FIRST_ACT], lines[FIRST_ACT + 1] = lines[FIRST_ACT + 1], lines[FIRST_ACT]


def renumber(lines: list[dict]) -> None:
    one, other = lines[FIRST_ACT], lines[FIRST_ACT + 1]
    lines[FIRST_ACT], lines[FIRST_ACT + 1] = other | {"seq": 1}, one | {"seq": 2}


def drop_a_seal(lines: list[dict]) -> None:
    del lines[FIRST_SEAL : FIRST_SEAL + 3]


def drop_the_tail(lines: list[dict]) -> None:
    del lines[FIRST_SEAL + 3 : -1]


def other_root(lines: list[dict]) -> None:
    lines[FIRST_SEAL]["root"] = "00" * 32


def no_end(lines: list[dict]) -> None:
    lines.pop()


def write_after_the_end(lines: list[dict]) -> None:
    lines.append({"kind": "act"})


def rename(lines: list[dict]) -> None:
    lines[0]["province"] = "Trà Vinh"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (change, "Sự kiện số 1 .* đã bị sửa"),
        (remove, "Sự kiện số 1 đã bị gỡ"),
        (insert, "Sự kiện số 99 được chèn"),
        (reorder, "Sự kiện số 2 bị đổi chỗ"),
        (renumber, "Sự kiện số 1 bị đổi chỗ: nội dung này vốn ở số 2"),
        (drop_a_seal, "Niêm phong số 2 không nối tiếp"),
        (drop_the_tail, "đã bị sửa sau khi xuất"),
        (other_root, "Niêm phong số 1"),
        (no_end, "cắt ngang"),
        (write_after_the_end, "đứng sau dòng cuối"),
        (rename, "đã bị sửa sau khi xuất"),
    ],
)
def test_what_was_tampered_with_is_named(file, spoil, sentence):
    lines = lines_of(file)
    spoil(lines)
    put(file, lines)

    with pytest.raises(Refused, match=sentence):
        inspect(file)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused_in_one_sentence(file, kept):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(Refused, match="Không đọc được tệp sổ sự kiện: tệp bị cắt ngang") as refusal:
        inspect(file)
    assert "Chưa tiếp nhận gì" in refusal.value.sentence


def test_seals_of_another_key_than_the_one_shown_are_refused(tmp_path, key):
    other = keys.load_or_make(tmp_path / "other" / "ledger.pem")

    with pytest.raises(Refused, match="chữ ký không đúng"):
        inspect(write(tmp_path / "khac.tinhso-ledger", key, shown=other))


def test_the_end_must_count_what_is_there(tmp_path, key):
    with pytest.raises(Refused, match="số lượng ghi ở cuối tệp"):
        inspect(write(tmp_path / "dem.tinhso-ledger", key, acts=5))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not gzip",
        gzip.compress(b'"a text"\n', mtime=0),
        gzip.compress(b'{"kind": "unit"}\n', mtime=0),
        gzip.compress(b"[" * 100_000 + b"\n", mtime=0),
        gzip.compress(b"\xff\xfe\n", mtime=0),
        gzip.compress(b'{"kind": "ledger", "format": 99}\n', mtime=0),
        gzip.compress(b'{"kind": "ledger", "format": 1, "keys": "x"}\n', mtime=0),
        gzip.compress(b'{"kind": "ledger", "format": 1, "keys": ["not a key"], "province": "x"}\n', mtime=0),
        gzip.compress(b"x" * (LONGEST_LINE + 10), mtime=0),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path, content):
    file = tmp_path / "la.tinhso-ledger"
    file.write_bytes(content)

    with pytest.raises(Refused, match=r"tệp|Tệp"):
        inspect(file)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2026-11-20T02:00:00"},
        {"seq": "1"},
        {"seq": True},
        {"data": []},
        {"area": "x" * 11},
        {"subject": "a\x00b"},
        {"unit": "not a uuid"},
        {"evidence": [1]},
        {"verb": None},
    ],
)
def test_an_act_that_cannot_be_read_is_refused(file, wrong):
    lines = lines_of(file)
    lines[FIRST_ACT] |= wrong
    put(file, lines)

    with pytest.raises(Refused, match="sự kiện không đúng cấu trúc"):
        inspect(file)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Refused, match="không có hoặc không được phép đọc"):
        inspect(tmp_path / "khong-co")


def test_an_existing_file_is_never_written_over(file):
    with pytest.raises(FileExistsError):
        Writer(file)


ADMIN = Actor("system:administrator")


@pytest.mark.django_db(transaction=True)
def test_adopting_keeps_every_act_under_its_own_number(file, key):
    row = adopt(file, trusted=[key.key_id], now=NOW, by=ADMIN)
    kept = AdoptedAct.objects.order_by("seq")

    assert [(one.seq, one.data, bytes(one.digest)) for one in kept] == [
        (seq, {"number": seq}, rules.digest(an_act(seq))) for seq in (1, 2, 3, 4)
    ]
    assert (row.province, row.acts, row.seals) == ("Bến Tre", 4, 2)
    assert [one.sound for one in verify_adopted()] == [True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("more", "trust", "sentence"),
    [
        ({"text": "a\x00b"}, True, "giá trị không lưu được"),
        ({}, False, "chưa được xác nhận"),
    ],
)
def test_what_cannot_be_kept_or_nobody_vouched_for_leaves_nothing(tmp_path, key, more, trust, sentence):
    file = write(tmp_path / "la.tinhso-ledger", key, more=more)

    with pytest.raises(Refused, match=sentence):
        adopt(file, trusted=[key.key_id] if trust else ["0" * 16], now=NOW, by=ADMIN)
    assert not AdoptedAct.objects.exists()
    assert not AdoptedLedger.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_end_of_an_adopted_ledger_cannot_be_taken_off_unseen(file, key):
    adopt(file, trusted=[key.key_id], now=NOW, by=ADMIN)
    with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_adoptedseal")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_adoptedseal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM indicators_adoptedseal WHERE number = 2")
        cursor.execute("ALTER TABLE indicators_adoptedseal ENABLE TRIGGER USER")
    ((checked),) = verify_adopted()

    assert [one.sentence for one in checked.findings] == ["Phần cuối sổ tiếp nhận của Bến Tre bị gỡ."]
