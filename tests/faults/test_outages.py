# SPDX-License-Identifier: EUPL-1.2
"""What is needed from outside is missing for a while: disk, mail server, time stamps, the right time."""

import errno
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.faults.installation import wait_until
from tinhso.config import env
from tinhso.kernel.casework.errors import ClockWentBack
from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.errors import SigningUnavailable, StoreFull
from tinhso.kernel.documents.models import Document, Signature
from tinhso.kernel.documents.signing import install_demo_trust
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.tasks import pump
from tinhso.kernel.exchange.actions import deliver_due
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier, Paper
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START, plain_seal
from tinhso_counterparts.mail.store import Inbox
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports


@dataclass(frozen=True)
class Outside:
    """The authority and the mail server, with their folders."""

    addresses: dict[str, dict[str, str]]
    folder: Path

    def behave(self, name: str, word: str) -> None:
        write_mode(self.folder / name, order(Word(word), "", 0.5, None, utc_now()))
        port = urlsplit(self.addresses[name]["smtp" if name == "mail" else "url"]).port
        wait_until(lambda: _listens(port) != (word == "down"), f"{name} {word}", 10)

    def letters(self) -> int:
        inbox = Inbox(self.folder / "mail")
        try:
            return inbox.count()
        finally:
            inbox.close()


def _listens(port: int | None) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port or 0)) == 0


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with in_thread(("pki", "mail"), on_free_ports(tmp_path)) as addresses:
        accounts = json.loads(Path(addresses["pki"]["est_accounts_file"]).read_text("utf-8"))
        monkeypatch.setattr(env, "PKI_URL", addresses["pki"]["url"])
        monkeypatch.setattr(env, "TSA_URL", addresses["pki"]["tsa"])
        monkeypatch.setattr(env, "PKI_ENROL_PASSWORD", accounts["tinhso"])
        monkeypatch.setattr(env, "TRUST_FOLDER", tmp_path / "trust")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", urlsplit(addresses["mail"]["smtp"]).port)
        install_demo_trust()
        yield Outside(addresses, tmp_path)


@pytest.fixture
def people(db: None) -> world.Staff:
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def person(people: world.Staff) -> Person:
    return world.citizen()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tinhso.kernel.documents.store.os.fsync", no_room)


def _state(dossier: Dossier) -> tuple[str, int]:
    case = Dossier.objects.select_related("case").get(case_id=dossier.case_id).case
    return case.state, case.version


def _scan(person: Person, now: datetime = START) -> Document:
    return store_upload(
        world.PDF,
        filename="giay-to.pdf",
        title="Giấy tờ",
        kind=DocumentKind.COMPONENT,
        owner=person.key,
        retention=Retention.DRAFT,
        now=now,
        by=world.viewer(person).actor(),
    )


def test_a_full_disk_refuses_an_upload_and_keeps_what_was_there(person, full_disk):
    before = Document.objects.count()

    with pytest.raises(StoreFull, match="hết chỗ"):
        _scan(person)

    assert Document.objects.count() == before
    assert not list((env.VAR / "files" / "tmp").iterdir())


def test_a_full_disk_leaves_the_dossier_waiting_for_its_signature(people, person, monkeypatch):
    dossier = world.awaiting_signature(person, people)
    before, acts = _state(dossier), ledger.count_acts()

    def put(self: object, stream: object) -> tuple[str, int]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tinhso.kernel.documents.store.DiskStore._put", put)
    with pytest.raises(StoreFull):
        actions.sign_result(dossier.case_id, viewer=people.leader, now=START + timedelta(hours=4), sealer=plain_seal)

    assert _state(dossier) == before
    assert ledger.count_acts() == acts
    monkeypatch.undo()
    signed = actions.sign_result(
        dossier.case_id, viewer=people.leader, now=START + timedelta(hours=5), sealer=plain_seal
    )
    assert signed.case.state == "completed"


def test_a_clock_set_back_far_is_refused_and_a_little_is_taken_as_the_last_instant(people, person):
    dossier = world.submitted(person)
    changed = dossier.case.changed_at

    with pytest.raises(ClockWentBack, match="Đồng hồ"):
        actions.receive(dossier.case_id, viewer=people.reception, now=changed - timedelta(hours=2))
    received = actions.receive(dossier.case_id, viewer=people.reception, now=changed - timedelta(minutes=2))

    assert received.case.changed_at == changed
    assert [act.at for act in ledger.acts_of_case(dossier.case_id)][-1] == changed


def test_nothing_is_signed_while_the_authority_is_down_and_the_leader_may_try_again(people, person, outside):
    dossier = world.awaiting_signature(person, people)
    before = _state(dossier)
    outside.behave("pki", "down")

    with pytest.raises(SigningUnavailable):
        actions.sign_result(dossier.case_id, viewer=people.leader, now=START + timedelta(hours=4))

    assert _state(dossier) == before
    assert not Signature.objects.exists()
    outside.behave("pki", "ok")
    signed = actions.sign_result(dossier.case_id, viewer=people.leader, now=START + timedelta(hours=5))
    assert signed.case.state == "completed"
    assert Signature.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_desk_works_on_while_time_stamps_and_mail_are_away(transactional_db, outside):
    world.build_province()
    people, person = world.staff(world.unit_of()), world.citizen()
    outside.behave("pki", "down")
    outside.behave("mail", "down")

    dossier = world.received(person, people)
    _work(START + timedelta(hours=1))

    paper = Paper.objects.get(dossier=dossier)
    assert (paper.document, paper.attempts) == (None, 1)
    assert "thử lại" in paper.error
    assert {message.state for message in Message.objects.all()} == {"queued"}
    outside.behave("pki", "ok")
    outside.behave("mail", "ok")
    _work(START + timedelta(hours=2))
    _work(START + timedelta(hours=3))
    assert Paper.objects.get(dossier=dossier).document is not None
    assert {message.state for message in Message.objects.all()} == {"sent"}
    assert outside.letters() == Message.objects.count() == 2


def _work(now: datetime) -> None:
    """Do once what the worker does all the time."""
    pump(now=now)
    actions.issue_waiting_papers(now=now, limit=10)
    deliver_due(now=now)
