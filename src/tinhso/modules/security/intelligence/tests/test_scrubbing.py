# SPDX-License-Identifier: EUPL-1.2
"""What is taken out before anything is shared (letter 2290/BTTTT-CATTT; SOC-33); lists of addresses that come in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.intelligence import blacklists
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.intelligence.scrubbing import WORDS, scrub

TEXTS = {
    "thư gửi từ nguyen.an+1@soyte.example.vn hôm qua": ("email", "nguyen.an+1@soyte.example.vn"),
    "tệp C:\\Users\\an\\hoso.docx bị mã hóa": ("path", "C:\\Users\\an\\hoso.docx"),
    "tệp /home/an/hoso.docx bị mã hóa": ("path", "/home/an/hoso.docx"),
    "chép sang \\\\may-chu\\chung\\luong.xlsx": ("path", "\\\\may-chu\\chung\\luong.xlsx"),
    "tài khoản SOYTE\\nguyenan đăng nhập": ("user_name", "SOYTE\\nguyenan"),
    "Failed password for user nguyenan from": ("user_name", "nguyenan"),
    "user=nguyenan, port=22": ("user_name", "nguyenan"),
    "số 083204001234 trong tệp": ("citizen_number", "083204001234"),
    "gọi 0912 345 678 ngay": ("phone", "0912 345 678"),
    "gọi +84912345678 ngay": ("phone", "+84912345678"),
    "máy 10.1.2.3 nói chuyện": ("private_address", "10.1.2.3"),
    "mạng 192.168.4.0/24 bị quét": ("private_address", "192.168.4.0/24"),
    "máy fd12:3456::1 nói chuyện": ("private_address", "fd12:3456::1"),
    "máy 100.64.9.9": ("private_address", "100.64.9.9"),
}


@pytest.mark.parametrize("text", TEXTS)
def test_private_pieces_of_a_text_are_taken_out(text):
    kind, piece = TEXTS[text]
    clean, removed = scrub({"description": text})

    assert [(one.kind, one.piece, one.at) for one in removed] == [(kind, piece, "description")]
    assert clean["description"] == text.replace(piece, f"[{WORDS[kind]}]")


KEPT = [
    "Máy chủ điều khiển 198.51.100.7 và http://xau.example/duong/dan?a=1",
    "mã băm 0123456789abcdef0123456789abcdef, cổng 443, 12.345 sự kiện",
    "Emotet, Trojan.Win32/Agent.AB!MTB, CVE-2026-12345, T1059.001",
    "Từ 01/03/2026 đến 05/03/2026, lúc 12:30:05, phiên bản 10.0.19045",
    "2001:db8::1 và 2026-03-02T01:00:00.000Z",
    "000.00.15.H13",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_others_need_to_know_stays(text):
    assert scrub({"description": text}) == ({"description": text}, [])


FIELDS = {
    "user_name": "an",
    "TargetUserName": "an",
    "file_content": "bí mật",
    "email": "x",
    "CCCD": 83204001234,
    "command-line": "cmd /c dir",
    "hostname": "pc-an",
    "phone": "115",
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_for_people_files_and_places_go_whole(name):
    clean, removed = scrub({"rows": [{name: FIELDS[name], "count": 3}]})

    assert clean == {"rows": [{"count": 3}]}
    assert [one.at for one in removed] == [f"rows[0].{name}"]


def test_names_of_fields_and_numbers_are_looked_at_too():
    clean, removed = scrub({"10.1.2.3": 5, "n": 83204001234, "small": 1234, "yes": True, "none": None})

    assert clean == {"[địa chỉ mạng nội bộ]": 5, "n": None, "small": 1234, "yes": True, "none": None}
    assert len(removed) == 2


def test_endless_nesting_is_refused():
    said: list = []
    for _ in range(100):
        said = [said]
    with pytest.raises(ValueError, match="quá sâu"):
        scrub(said)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.sampled_from(list(TEXTS))),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=15,
)


@given(JSON)
def test_a_clean_packet_stays_clean(said):
    clean, _ = scrub(said)

    assert scrub(clean) == (clean, [])


def test_lists_of_addresses_in_many_writings():
    text = """STT;Địa chỉ;Thời điểm;Mạng botnet
1;198.51.100.7;02/03/2026 08:30;Mirai
2;198.51.100[.]8:4444;2026-03-02;DDoS
3;không phải địa chỉ;;
4;2001:db8::9;2026-03-02T01:00:00+00:00;

1;198.51.100.7;02/03/2026 08:30;Mirai
"""
    read = blacklists.read(("\ufeff" + text).encode())
    seen = {one.address: one.seen_at for one in read.lines}

    assert seen["198.51.100.7"] == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert seen["2001:db8::9"] == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert "198.51.100.8" in seen
    assert "Mirai" in read.lines[0].words
    assert read.unreadable == (4,)


def test_a_plain_list_has_one_address_in_a_line():
    read = blacklists.read(b"# ghi chu\n198.51.100.7\n\n198.51.100.8\n")

    assert [one.address for one in read.lines] == ["198.51.100.7", "198.51.100.8"]
    assert read.lines[0].seen_at is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"a\x00b", b"ten,tuoi\nan,5\n", b"0" * 10_000_001, b'"' + b"a" * 200_000]
)
def test_what_is_no_list_is_refused_with_a_sentence(content):
    with pytest.raises(NotIntelligence) as refused:
        blacklists.read(content)

    assert refused.value.sentence.endswith(".")
