# SPDX-License-Identifier: EUPL-1.2
"""`tinhso security import`: what an operator types and reads, and how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tinhso.config import env
from tinhso.faces.cli import importing
from tinhso.faces.cli.security import security
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.tests.running import Running, everything
from tinhso.modules.security.importing.tests.evtx_writer import evtx, process
from tinhso.modules.security.tests import world as small

LOG = evtx([process(number) for number in range(1, 21)])


class House:
    """A source on the register, its collector, a folder with files."""

    def __init__(self, folder: Path) -> None:
        self.source, self.token = small.registered(small.build())
        self.folder, self.spool = folder, folder / "spool"
        self.collector = Running(self.spool, http_port=-1, entries=[[str(self.source.id), digest(self.token)]])
        self.put("token", self.token.encode() + b"\n")

    def put(self, name: str, data: bytes) -> Path:
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def run(self, *words: object, token: str = "token") -> Result:
        told = ["import", "--token-file", str(self.folder / token), *map(str, words)]
        return CliRunner().invoke(security, told)


@pytest.fixture
def house(db, tmp_path: Path, monkeypatch) -> Iterator[House]:
    found = House(tmp_path)
    monkeypatch.setattr(env, "VAR", tmp_path / "var")
    monkeypatch.setattr(env, "COLLECT_FOLDER", found.spool)
    monkeypatch.setattr(env, "COLLECT_HTTP", found.collector.ports["http"])
    yield found
    found.collector.kill()


def test_a_log_is_brought_and_summed_up(house):
    first = house.run(house.put("a.evtx", LOG))
    again = house.run(house.folder / "a.evtx")

    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert (
        "1 tệp (0 không đọc được hết), 20 bản ghi đọc được, 0 hỏng hoặc mất, 20 đã gửi, 0 đã gửi từ trước."
        in first.output
    )
    assert "Máy ghi trong tệp: MAY-01.tinh.local (20)." in first.output
    assert "0 đã gửi, 20 đã gửi từ trước." in again.output
    assert {one.source for one in everything(house.spool)} == {house.source.id}
    assert len(everything(house.spool)) == 20


def test_a_renewed_token_finds_the_notes_again(house):
    house.run(house.put("a.evtx", LOG))
    (notes,) = (house.folder / "var" / "import").iterdir()

    assert notes.name == f"{house.source.id}.sqlite3"
    assert (notes.stat().st_mode & 0o777, notes.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_damage_ends_with_one_and_the_rest_is_there(house):
    cut = house.put("cut.evtx", LOG[: len(LOG) - 60_500])
    result = house.run(house.folder / "none.evtx", cut, house.put("b.ndjson", b'{"a":1}\n'))

    assert result.exit_code == 1
    assert f"{house.folder / 'none.evtx'}: không có tệp này. Hãy xem lại đường dẫn." in result.output
    assert f"{cut}: Khối 1 bị cắt cụt ở byte" in result.output
    assert "chỗ trong tệp hỏng hoặc thiếu dữ liệu." in result.output
    assert everything(house.spool)[-1].raw == b'{"a":1}'


def test_json_for_programs(house):
    result = house.run(house.put("a.evtx", LOG), house.put("b.ndjson", b'{"a":\n'), "--json")

    told = json.loads(result.stdout)
    assert told == {
        "files": 2, "unusable": 0, "records": 21, "damaged": 1, "gaps": 1, "sent": 21, "known": 0,
        "computers": {"MAY-01.tinh.local": 20}, "stopped": "",
    }  # fmt: skip
    assert result.exit_code == 1


def test_a_token_that_is_none_is_said_before_anything_is_read(house):
    house.put("empty", b"\n")
    house.put("other", b"khong-phai-ma-nay")

    empty, other = house.run("x.evtx", token="empty"), house.run("x.evtx", token="other")

    assert (empty.exit_code, other.exit_code) == (1, 1)
    assert "Thiếu mã truy cập của nguồn." in empty.output
    assert "Mã truy cập không thuộc nguồn nào." in other.output


def test_no_collector_is_one_sentence_and_a_summary(house):
    house.collector.kill()

    result = house.run(house.put("a.evtx", LOG), "--patience", "1")

    assert result.exit_code == 1
    assert "0 đã gửi, 0 đã gửi từ trước." in result.output
    assert "chưa nhận sau 1 giây: không kết nối được. Hãy kiểm tra bộ thu thập" in result.output
    assert "Traceback" not in result.output


def test_a_stop_by_hand_says_how_to_go_on(house, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.Import, "run", stop)
    result = house.run(house.put("a.evtx", LOG))

    assert result.exit_code == 1
    assert "Đã dừng theo yêu cầu. Chạy lại đúng lệnh này" in result.output


def test_the_address_is_that_of_the_settings(house, monkeypatch):
    port = env.COLLECT_HTTP
    assert importing.own_url() == f"http://127.0.0.1:{port}"
    monkeypatch.setattr(env, "COLLECT_HOST", "0.0.0.0")
    assert importing.own_url() == f"http://127.0.0.1:{port}"
    monkeypatch.setattr(env, "COLLECT_CERTIFICATE", "c.pem")
    monkeypatch.setattr(env, "COLLECT_HOST", "thuthap.tinh.gov.vn")
    assert importing.own_url() == f"https://thuthap.tinh.gov.vn:{port}"
    monkeypatch.setattr(env, "COLLECT_HTTP", 0)

    closed = house.run(house.put("a.evtx", LOG))

    assert (closed.exit_code, "TINHSO_COLLECT_HTTP" in closed.output) == (1, True)


def test_an_address_in_clear_over_a_network_is_refused(house):
    result = house.run(house.put("a.evtx", LOG), "--url", "http://10.0.0.9:8515")

    assert (result.exit_code, "không mã hóa" in result.output) == (1, True)


def test_a_token_of_another_installation_has_notes_for_each_address(house):
    house.put("other", b"ma-noi-khac")
    path, port = house.put("a.evtx", LOG), env.COLLECT_HTTP

    for host in ("127.0.0.1", "localhost"):
        assert "từ chối (401)" in house.run(path, "--url", f"http://{host}:{port}", token="other").output

    assert len(list((house.folder / "var" / "import").iterdir())) == 2


def test_without_files_it_says_its_use(house):
    assert CliRunner().invoke(security, ["import"]).exit_code == 2
