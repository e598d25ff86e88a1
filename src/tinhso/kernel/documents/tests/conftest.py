# SPDX-License-Identifier: EUPL-1.2
"""A certification authority that answers on the loopback, and an installation that trusts it."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tinhso.config import env
from tinhso.kernel.documents.signing import install_demo_trust
from tinhso.kernel.documents.signing.keys import FileKeys
from tinhso.kernel.documents.types import SignerKind, SigningIdentity
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

LEADER = SigningIdentity(SignerKind.PERSON, "018f-leader", "Trần Thị Ngọc Ánh", "Phó Giám đốc", "Sở Tư pháp")
AGENCY = SigningIdentity(SignerKind.AGENCY, "018f-agency", "Sở Tư pháp tỉnh Bến Tre")


@dataclass(frozen=True)
class Authority:
    """The running authority: where it answers, its folder, and its mood as a call."""

    addresses: dict[str, str]
    folder: Path

    def behave(self, word: str, how: str = "") -> None:
        """Put a mode in force from the next request on; going down or coming back is waited for."""
        write_mode(self.folder, order(Word(word), how, 0.5, None, utc_now()))
        address = urlsplit(self.addresses["url"])
        for _ in range(100):
            if _listens(address.hostname, address.port) != (word == "down"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the authority did not follow the mode {word}")


def _listens(host: str | None, port: int | None) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session")
def running_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    var = tmp_path_factory.mktemp("counterparts")
    with in_thread(("pki",), on_free_ports(var)) as addresses:
        yield Authority(addresses["pki"], var / "pki")


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are made once a session: three seconds of looking for primes."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def authority(running_authority, tmp_path, monkeypatch) -> Iterator[Authority]:
    """The authority in good mood, asked and trusted by this installation."""
    accounts = json.loads(Path(running_authority.addresses["est_accounts_file"]).read_text("utf-8"))
    monkeypatch.setattr(env, "PKI_URL", running_authority.addresses["url"])
    monkeypatch.setattr(env, "TSA_URL", running_authority.addresses["tsa"])
    monkeypatch.setattr(env, "PKI_ENROL_PASSWORD", accounts["tinhso"])
    monkeypatch.setattr(env, "TRUST_FOLDER", tmp_path / "trust")
    install_demo_trust()
    yield running_authority
    running_authority.behave("ok")


@pytest.fixture
def keys(authority, key_folder) -> FileKeys:
    return FileKeys(key_folder)
