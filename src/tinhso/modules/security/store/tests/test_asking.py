# SPDX-License-Identifier: EUPL-1.2
"""The language of questions: each form finds what it says, in the store itself; what cannot be read says why."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.modules.security.store import asking
from tinhso.modules.security.store.tests.running import Running
from tinhso.modules.security.store.tests.test_store import NOW, row

LINES = {
    1: b'<38>1 - web-01 sshd 7 - - Failed password for root from 198.51.100.7 port 22',
    2: b'<38>1 - db-01 sshd 7 - - Accepted password for lan from 10.0.0.5',
    3: '<13>1 - WEB-02 app 7 - - Người dùng lỗi 50% ở_đây'.encode(),
    4: b'{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc-9","User":"TINH\\\\lan",'
       b'"Image":"C:\\\\Tools\\\\mimikatz.exe","DestinationIp":"198.51.100.7",'
       b'"Hashes":"MD5=00112233445566778899AABBCCDDEEFF"}',
    5: b'{"timestamp":"2026-03-02T08:00:00+0700","event_type":"dns","host":"cam-bien","src_ip":"10.0.0.5",'
       b'"dns":{"rrname":"Xau.Example"}}',
}  # fmt: skip
ASKED = [
    ("", {1, 2, 3, 4, 5}),
    ("password", {1, 2}),
    ("PASSWORD root", {1}),
    ("password -root", {2}),
    ('"password for lan"', {2}),
    ('-"password for lan" password', {1}),
    ("passwor", set()),
    ("*passwor*", {1, 2}),
    ("198.51.100.7", {1, 4}),
    ("198.51.100", {1, 4}),
    ("may:web-01", {1}),
    ("may:web-*", {1, 3}),
    ("host:WEB-02", {3}),
    ("nguoi:tinh\\lan", {4}),
    ("chuongtrinh:*\\mimikatz.exe", {4}),
    ("diachi:10.0.0.5", {5}),
    ("ip:198.51.100.7", {4}),
    ("ten:xau.example", {5}),
    ("ten:*.example", {5}),
    ("bam:00112233445566778899aabbccddeeff", {4}),
    ("dang:suricata", {5}),
    ("ma:1", {4}),
    ("lỗi", {3}),
    ("50% ở_đây", {3}),
    ("*50%_ở*", set()),
    ("người", {3}),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("asking"))
    running.store.prepare()
    running.store.insert([row(place, raw) for place, raw in LINES.items()])
    yield running.store
    running.stop()


def found(store, asked: asking.Asked) -> set[int]:
    rows = store.select(f"SELECT offset FROM events WHERE {asked.sql}", asked.values)
    return {int(one["offset"]) for one in rows}


@pytest.mark.parametrize(("text", "lines"), ASKED)
def test_a_question_finds_what_it_says(store, text, lines):
    assert found(store, asking.read(text)) == lines


def test_a_span_and_units_narrow_it(store):
    told = {"since": "2026-03-02 00:59:59", "until": "2026-03-02 01:00:00.000001"}
    assert found(store, asking.narrowed(asking.read("password"), **told, units=None)) == {1, 2}
    assert found(store, asking.narrowed(asking.read("password"), **told, units=[])) == set()
    nobody = "00000000-0000-0000-0000-000000000000"
    assert found(store, asking.narrowed(asking.read("password"), **told, units=[nobody], hosts=["db-01"])) == {2}
    assert datetime(2026, 3, 2, 1, 0, tzinfo=UTC) == NOW


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("xyz:1", "Không có mục “xyz”"),
        ('may:""', "hãy ghi giá trị"),
        ('"mở', "Thiếu một dấu ngoặc kép"),
        ("a " * 21, "hơn 20 từ"),
        ("a" * 501, "dài quá 500"),
    ],
)
def test_what_cannot_be_read_says_why(text, sentence):
    with pytest.raises(asking.AskedWrongly, match=sentence):
        asking.read(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_text_is_a_question_or_says_why(store, text):
    try:
        asked = asking.read(text)
    except asking.AskedWrongly as wrong:
        sentence = str(wrong)
        assert sentence.endswith(".")
        return
    assert isinstance(found(store, asked), set)
