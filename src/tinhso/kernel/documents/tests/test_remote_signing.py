# SPDX-License-Identifier: EUPL-1.2
"""Two keepers of keys behind one interface: a remote service (CSC API 2.0) beside key files; what it may do to us."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
import yaml
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.signing import house_keys, make_signature
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.conftest import AGENCY, Authority
from tinhso.kernel.documents.tests.conftest import LEADER as OTHERS
from tinhso.kernel.documents.types import SignatureRole, SignedPdf, SigningIdentity
from tinhso.kernel.documents.verification import verify_pdf
from tinhso_counterparts.running import in_thread, on_free_ports

LEADER = replace(OTHERS, id="018f-remote")
"""Other tests of this process make a key file for the usual leader; this one must never get one."""


@dataclass(frozen=True)
class Service:
    """The running service and the page that stands for the signers' phones."""

    counterpart: Authority
    web: str

    def behave(self, word: str, how: str = "") -> None:
        self.counterpart.behave(word, how)

    def enrol(self, identity: SigningIdentity) -> str:
        asked = {"name": identity.name, "kind": identity.kind, "title": identity.title, "unit": identity.unit}
        return requests.post(f"{self.web}/api/credentials", json=asked, timeout=5).json()["credentialID"]

    def requests(self) -> list[dict]:
        return requests.get(f"{self.web}/api/requests", timeout=5).json()["requests"]

    def answer(self, word: str) -> threading.Thread:
        """Wait in a thread for the next request to a signer and answer it as the signer."""
        known = {one["handle"] for one in self.requests()}

        def wait() -> None:
            for _ in range(100):
                for one in self.requests():
                    if one["handle"] not in known and one["state"] == "asked":
                        requests.post(f"{self.web}/requests/{one['handle']}/{word}", timeout=5)
                        return
                time.sleep(0.05)

        thread = threading.Thread(target=wait)
        thread.start()
        return thread


@pytest.fixture(scope="module")
def running_service(running_authority: Authority) -> Iterator[Service]:
    var = running_authority.folder.parent
    with in_thread(("csc",), on_free_ports(var)) as addresses:
        told = addresses["csc"]
        yield Service(Authority(told, var / "csc"), told["web"])


@pytest.fixture
def service(running_service: Service, authority, key_folder, tmp_path, monkeypatch) -> Iterator[Service]:
    """An installation with both keepers: the leader signs remotely, the agency with its key file."""
    clients = Path(running_service.counterpart.addresses["clients_file"])
    monkeypatch.setattr(env, "KEY_FOLDER", key_folder)
    monkeypatch.setattr(env, "CSC_URL", running_service.counterpart.addresses["url"])
    monkeypatch.setattr(env, "CSC_SECRET", json.loads(clients.read_text("utf-8"))["tinhso"])
    monkeypatch.setattr(env, "CSC_SIGNERS", tmp_path / "signers.yaml")
    monkeypatch.setattr(env, "CSC_WAIT_SECONDS", 6)
    table(tmp_path, {LEADER.key: running_service.enrol(LEADER)})
    yield running_service
    running_service.behave("ok")


def table(folder: Path, rows: dict[str, str]) -> None:
    (folder / "signers.yaml").write_text(yaml.safe_dump(rows), encoding="utf-8")


def sign(identity: SigningIdentity = LEADER, role: SignatureRole = SignatureRole.PERSON, pdf: bytes = b"") -> SignedPdf:
    return make_signature(pdf or samples.decision(), key=identity, role=role, reason="Ban hành", now=timezone.now())


def test_one_paper_carries_a_remote_signature_and_one_of_a_key_file(service, key_folder):
    signer = service.answer("confirm")
    first = sign()
    signer.join()
    both = sign(AGENCY, SignatureRole.AGENCY, first.data)

    found = verify_pdf(both.data, now=timezone.now())
    assert (found.verdict, len(found.signatures)) == ("valid", 2)
    assert not (key_folder / "person" / f"{LEADER.id}.pem").exists()
    asked = service.requests()[-1]
    assert asked["state"] == "used"
    assert LEADER.name in asked["description"]


def test_an_agency_key_at_the_service_signs_without_a_question(service, tmp_path):
    table(tmp_path, {AGENCY.key: service.enrol(AGENCY)})

    signed = sign(AGENCY, SignatureRole.AGENCY)

    assert verify_pdf(signed.data, now=timezone.now()).verdict == "valid"


def test_who_signs_where_is_read_anew_at_each_signature(service, tmp_path, key_folder):
    table(tmp_path, {})
    other = replace(LEADER, id="018f-other")

    sign(other)

    assert (key_folder / "person" / "018f-other.pem").exists()
    assert list(house_keys().certificates_of(other, now=timezone.now()))


def test_a_signer_who_says_no_is_believed(service):
    signer = service.answer("refuse")
    with pytest.raises(SigningImpossible, match="từ chối") as refusal:
        sign()
    signer.join()
    assert refusal.value.code == "signer_refused"


def test_a_signer_who_does_not_answer_can_sign_again(service, monkeypatch):
    monkeypatch.setattr(env, "CSC_WAIT_SECONDS", 0)
    with pytest.raises(SigningUnavailable, match="xác nhận trên thiết bị") as missing:
        sign()
    assert missing.value.code == "confirmation_missing"

    monkeypatch.setattr(env, "CSC_WAIT_SECONDS", 6)
    signer = service.answer("confirm")
    assert verify_pdf(sign().data, now=timezone.now()).verdict == "valid"
    signer.join()


def test_one_who_thinks_does_not_hold_the_others(service, tmp_path):
    other = replace(LEADER, id="018f-second", name="Lê Văn Hòa")
    table(tmp_path, {LEADER.key: service.enrol(LEADER), other.key: service.enrol(other)})
    known = {one["handle"] for one in service.requests()}
    first: list[SignedPdf] = []
    thread = threading.Thread(target=lambda: first.append(sign()))
    thread.start()
    handle = wait_for_request(service, LEADER.name, known)

    with pytest.raises(SigningUnavailable, match="người khác") as busy:
        sign(other)

    requests.post(f"{service.web}/requests/{handle}/confirm", timeout=5)
    thread.join()
    assert busy.value.code == "signing_busy"
    assert len(first) == 1


def wait_for_request(service: Service, name: str, known: set[str]) -> str:
    for _ in range(100):
        for one in service.requests():
            if one["state"] == "asked" and name in one["description"] and one["handle"] not in known:
                return one["handle"]
        time.sleep(0.05)
    raise AssertionError("nobody was asked")


def test_a_slow_service_is_waited_for(service):
    service.behave("slow")
    signer = service.answer("confirm")
    assert sign().mark.signer == LEADER.key
    signer.join()


@pytest.mark.parametrize(
    ("word", "how", "kind", "code"),
    [
        ("down", "", SigningUnavailable, "signing_service_down"),
        ("wrong", "busy", SigningUnavailable, "signing_service_down"),
        ("wrong", "garbage", SigningUnavailable, "signing_service_wrong"),
        ("wrong", "refuse", SigningImpossible, "signer_refused"),
        ("wrong", "locked", SigningImpossible, "remote_key_shut"),
    ],
)
def test_each_failure_has_its_sentence_and_no_key_file_stands_in(service, key_folder, word, how, kind, code):
    service.behave(word, how)

    with pytest.raises(kind) as failure:
        sign()

    assert failure.value.code == code
    assert not (key_folder / "person" / f"{LEADER.id}.pem").exists()


def test_a_signature_over_something_else_never_enters_a_paper(service, tmp_path):
    table(tmp_path, {AGENCY.key: service.enrol(AGENCY)})
    service.behave("wrong", "bad-signature")

    with pytest.raises(SigningUnavailable, match="không khớp"):
        sign(AGENCY, SignatureRole.AGENCY)


def test_a_wrong_secret_and_an_unknown_key_are_for_the_administrator(service, tmp_path, monkeypatch):
    table(tmp_path, {LEADER.key: "0123456789abcdef"})
    with pytest.raises(SigningImpossible, match="người quản trị"):
        sign()
    monkeypatch.setattr(env, "CSC_SECRET", "another")
    with pytest.raises(SigningImpossible, match="invalid_client"):
        sign()


@pytest.mark.parametrize("content", [None, "- một dòng", "officer:1: 7", "a: [", "\x00"])
def test_a_missing_or_broken_table_lets_nobody_sign(service, tmp_path, content):
    (tmp_path / "signers.yaml").unlink()
    if content is not None:
        (tmp_path / "signers.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(SigningImpossible, match=r"signers\.yaml"):
        sign()
