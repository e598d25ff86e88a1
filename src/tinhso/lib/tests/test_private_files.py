# SPDX-License-Identifier: EUPL-1.2
"""A secret is written whole, for its owner alone, and the first of two writers wins."""

from pathlib import Path

from tinhso.lib.private_files import write_once, write_over


def test_the_first_of_two_writers_wins(tmp_path: Path):
    path = tmp_path / "keys" / "one.pem"

    assert write_once(path, b"first")
    assert not write_once(path, b"second")

    assert path.read_bytes() == b"first"
    assert [one.name for one in path.parent.iterdir()] == ["one.pem"]


def test_a_file_is_replaced_whole(tmp_path: Path):
    path = tmp_path / "one.pem"
    write_over(path, b"first")

    write_over(path, b"second")

    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
