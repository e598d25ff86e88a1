# SPDX-License-Identifier: EUPL-1.2
"""The store keeps rows as they are, each batch whole or not at all; days go only when their term is over."""

import random
import threading
import time
import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival
from tinhso.modules.security.store import client
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.store.rows import Row, columns
from tinhso.modules.security.store.tests.running import Running

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SPOOL = 7


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    found = Running(tmp_path_factory.mktemp("store"))
    found.store.prepare()
    found.store.prepare()
    yield found
    found.stop()


@pytest.fixture
def store(running):
    for day, keep in [
        (one["day"], one["keep"]) for one in running.store.select("SELECT DISTINCT day, keep FROM events")
    ]:
        running.store._ask(f"ALTER TABLE events DROP PARTITION tuple('{day}', {keep})")
    return running.store


def row(offset: int, raw: bytes = b"<13>1 - may-1 app - - - viec", at: datetime = NOW, keep: int = 365, **more) -> Row:
    return Row(SPOOL, 1, offset, keep, read(raw, Arrival(at, ZONE, "10.1.2.3")), **more)


def test_a_row_comes_back_as_it_went_in(store):
    source, unit = uuid.uuid4(), uuid.uuid4()
    raw = (
        '{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"máy-1",'
        r'"SystemTime":"2026-03-02T00:59:58.5Z","User":"TINH\\lan","Image":"C:\\Windows\\cmd.exe",'
        r'"CommandLine":"cmd /c \"whoami\"","DestinationIp":"::ffff:10.9.8.7",'
        '"Hashes":"SHA1=AA11223344556677889900AABBCCDDEEFF001122,MD5=00112233445566778899AABBCCDDEEFF"}'
    ).encode()
    store.insert([row(40, raw, source=source, unit=unit)])
    (found,) = store.select("SELECT * FROM events")
    assert (found["segment"], found["offset"], found["day"], found["keep"]) == (1, 40, "2026-03-02", 365)
    assert found["time"] == "2026-03-02 00:59:58.500000"
    assert (found["source"], found["unit"]) == (str(source), str(unit))
    assert (found["host"], found["kind"], found["category"], found["number"]) == (
        "máy-1", "windows", "process_creation", "1",
    )  # fmt: skip
    assert (found["user"], found["image"]) == ("TINH\\lan", "C:\\Windows\\cmd.exe")
    assert found["addresses"] == ["10.9.8.7"]
    assert found["hashes"] == ["aa11223344556677889900aabbccddeeff001122", "00112233445566778899aabbccddeeff"]
    assert found["raw"].encode() == raw


def test_values_travel_apart_from_the_statement(store):
    hostile = "a'b\\c\nd\te{x:String} ; DROP TABLE events"
    store.insert([row(1), row(2)])
    assert store.select("SELECT 1 FROM events WHERE host = {host:String}", {"host": hostile}) == []
    (told,) = store.select(
        "SELECT {host:String} AS said, {many:Array(String)} AS list", {"host": hostile, "many": [hostile, "b"]}
    )
    assert (told["said"], told["list"]) == (hostile, [hostile, "b"])
    assert store.select("SELECT count() AS n FROM events")[0]["n"] == 2


def test_a_list_of_ten_thousand_units_is_asked_for(store):
    store.insert([row(1)])
    units = [str(uuid.uuid4()) for _ in range(10_000)]
    asked = "SELECT count() AS n FROM events WHERE NOT has({units:Array(UUID)}, unit)"
    assert store.select(asked, {"units": units})[0]["n"] == 1


def test_bytes_that_are_no_text_are_kept(store):
    store.insert([row(1, b"\xff\xfe\x00nh\xc3"), row(2, b"")])
    kinds = store.select("SELECT kind, length(raw) AS size, why FROM events ORDER BY offset")
    assert [(one["kind"], one["size"]) for one in kinds] == [("unreadable", 6), ("unreadable", 0)]
    assert all(one["why"] for one in kinds)


def test_a_clock_years_off_does_not_break_the_row(store):
    for year in ("0001-01-01", "9999-12-31", "1601-01-01"):
        store.insert([row(int(year[:4]), f'{{"EventID":1,"Channel":"x","SystemTime":"{year}T00:00:00Z"}}'.encode())])
    assert {one["time"] for one in store.select("SELECT time FROM events")} == {"2026-03-02 01:00:00.000000"}


def test_a_question_that_takes_too_long_is_refused(store):
    with pytest.raises(StoreRefused, match="TIMEOUT_EXCEEDED"):
        store.select("SELECT count() AS n FROM numbers(1000000000000)", seconds=1)


def test_who_has_no_key_is_refused(running):
    with pytest.raises(StoreRefused, match="AUTHENTICATION_FAILED"):
        Store(running.url, "sai").select("SELECT 1")


def test_a_store_busy_with_long_questions_is_there(store, monkeypatch):
    """All its readers answer others for seconds; it is not away, and nobody is called at night for it."""
    monkeypatch.setattr(client, "LOOK_SECONDS", 0.3)
    sql = "SELECT sleepEachRow(0.5) FROM numbers(6) SETTINGS max_block_size = 1"
    others = [Store(store._url, "khoa-thu") for _ in range(3)]
    busy = [threading.Thread(target=one.select, args=(sql,)) for one in others]
    for one in busy:
        one.start()
    time.sleep(0.5)
    with pytest.raises(StoreAway):
        store._ask("SELECT 1", seconds=0.3)
    assert store.is_there()
    for one in busy:
        one.join()
    assert not Store("http://127.0.0.1:9/", "khoa-thu").is_there()
    assert not Store(store._url, "khoa-sai").is_there()


def test_a_killed_store_has_each_batch_whole_or_not_at_all(tmp_path):
    running = Running(tmp_path)
    running.store.prepare()
    confirmed, size = 0, 500
    for _ in range(4):
        killer = threading.Timer(random.uniform(0.05, 0.4), running.process.kill)
        killer.start()
        while True:
            try:
                running.store.insert([row(confirmed * size + n + 1) for n in range(size)])
                confirmed += 1
            except StoreAway:
                break
        running.process.wait()
        running.start()
        found = running.store.select("SELECT count() AS n, uniqExact(offset) AS u, max(offset) AS top FROM events")[0]
        assert found["n"] == found["u"] == found["top"], "a batch is there in part, or twice"
        assert found["n"] in (confirmed * size, (confirmed + 1) * size)
        confirmed = found["n"] // size
        time.sleep(0.01)
    running.stop()


@given(
    st.dictionaries(
        st.sampled_from(["SourceIp", "Hashes", "QueryName", "User", "src"]),
        st.one_of(
            st.text(max_size=9), st.integers(), st.booleans(), st.none(), st.lists(st.text(max_size=3), max_size=4)
        ),
        max_size=3,
    )
)
def test_any_fields_give_columns(fields):
    one, several = columns(fields)
    assert all(isinstance(text, str) for text in one)
    assert all(isinstance(value, str) for values in several for value in values)


def test_the_first_name_that_says_something_counts():
    one, several = columns({"exe": "/bin/sh", "Image": "-", "NewProcessName": "a.exe", "src": "10.0.0.2", "dst": None})
    assert one[1] == "a.exe"
    assert several[0] == ["10.0.0.2"]
    assert columns({"dst": "b", "SourceIp": ["A", "", "b"], "src_ip": "a"})[1][0] == ["a", "b"]
