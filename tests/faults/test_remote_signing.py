# SPDX-License-Identifier: EUPL-1.2
"""A leader signs results with a key at a remote service: down, silent or refused, the dossier waits to be signed."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
import yaml

from tests.faults.installation import wait_until
from tinhso.config import env
from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.models import Signature
from tinhso.kernel.documents.signing import install_demo_trust
from tinhso.kernel.events import queries as ledger
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries import desk
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

LATER = START + timedelta(hours=4)


@dataclass(frozen=True)
class Phone:
    """The service and the page where its signers answer."""

    web: str
    folder: Path

    def behave(self, word: str, how: str = "") -> None:
        write_mode(self.folder, order(Word(word), how, 0.5, None, utc_now()))
        wait_until(lambda: self.answers() != (word == "down"), word, 10)

    def answers(self) -> bool:
        try:
            return requests.get(self.web, timeout=2).ok
        except requests.RequestException:
            return False

    def confirm(self) -> None:
        """Answer the next request as the signer, in a thread."""

        def wait() -> None:
            for _ in range(200):
                asked = requests.get(f"{self.web}/api/requests", timeout=5).json()["requests"]
                for one in asked:
                    if one["state"] == "asked":
                        requests.post(f"{self.web}/requests/{one['handle']}/confirm", timeout=5)
                        return
                time.sleep(0.05)

        threading.Thread(target=wait).start()


@pytest.fixture
def people(db: None) -> world.Staff:
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def phone(people: world.Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    with in_thread(("pki", "csc"), on_free_ports(tmp_path)) as addresses:
        accounts = json.loads(Path(addresses["pki"]["est_accounts_file"]).read_text("utf-8"))
        clients = json.loads(Path(addresses["csc"]["clients_file"]).read_text("utf-8"))
        asked = {"name": people.leader.name, "kind": "person"}
        made = requests.post(f"{addresses['csc']['web']}/api/credentials", json=asked, timeout=5).json()
        table = tmp_path / "signers.yaml"
        table.write_text(yaml.safe_dump({f"officer:{people.leader.officer_id}": made["credentialID"]}), "utf-8")
        given = {
            "PKI_URL": addresses["pki"]["url"],
            "TSA_URL": addresses["pki"]["tsa"],
            "PKI_ENROL_PASSWORD": accounts["tinhso"],
            "TRUST_FOLDER": tmp_path / "trust",
            "KEY_FOLDER": tmp_path / "keys",
            "CSC_URL": addresses["csc"]["url"],
            "CSC_SECRET": clients["tinhso"],
            "CSC_SIGNERS": table,
            "CSC_WAIT_SECONDS": 8,
        }
        for name, value in given.items():
            monkeypatch.setattr(env, name, value)
        install_demo_trust()
        yield Phone(addresses["csc"]["web"], tmp_path / "csc")


@pytest.mark.parametrize(
    ("word", "how", "failure"),
    [
        ("down", "", SigningUnavailable),
        ("wrong", "busy", SigningUnavailable),
        ("wrong", "refuse", SigningImpossible),
        ("ok", "", SigningUnavailable),
    ],
    ids=["down", "busy", "refused by the signer", "nobody confirms"],
)
def test_the_dossier_waits_in_the_list_to_sign_and_is_signed_later(phone, people, monkeypatch, word, how, failure):
    dossier = world.awaiting_signature(world.citizen(), people)
    before, acts = _state(dossier), ledger.count_acts()
    if word == "ok":
        monkeypatch.setattr(env, "CSC_WAIT_SECONDS", 0)
    phone.behave(word, how)

    with pytest.raises(failure):
        actions.sign_result(dossier.case_id, viewer=people.leader, now=LATER)

    assert _state(dossier) == before
    assert ledger.count_acts() == acts
    assert not Signature.objects.exists()
    assert [one.case_id for one in desk.awaiting_signature(people.leader)] == [dossier.case_id]

    phone.behave("ok")
    monkeypatch.setattr(env, "CSC_WAIT_SECONDS", 8)
    for one in requests.get(f"{phone.web}/api/requests", timeout=5).json()["requests"]:
        requests.post(f"{phone.web}/requests/{one['handle']}/refuse", timeout=5)
    phone.confirm()
    signed = actions.sign_result(dossier.case_id, viewer=people.leader, now=LATER + timedelta(hours=1))
    assert signed.case.state == "completed"
    assert Signature.objects.count() == 2
    assert not desk.awaiting_signature(people.leader).exists()
    assert [path.parent.name for path in (env.KEY_FOLDER).glob("*/*.pem")] == ["agency"]


def _state(dossier: Dossier) -> tuple[str, int]:
    case = Dossier.objects.select_related("case").get(case_id=dossier.case_id).case
    return case.state, case.version
