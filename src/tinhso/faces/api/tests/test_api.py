# SPDX-License-Identifier: EUPL-1.2
"""The public API: what it says, what it never says, one shape for every refusal, a document that is committed."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from tinhso.config import env
from tinhso.faces.api import openapi
from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.events import proofs, tasks
from tinhso.modules.onestop.tests import world

COMMITTED = Path(env.REPOSITORY) / "docs" / "reference" / "openapi.json"
PROBLEM = "application/problem+json"
__all__ = ["plain_static_files"]


@pytest.fixture
def people(db):
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def fresh_counters(db):
    cache.clear()


def test_the_document_is_the_committed_one():
    assert openapi.text() == COMMITTED.read_text(encoding="utf-8"), "run python docs/generate.py"


@pytest.mark.django_db
def test_the_document_is_served(client: Client):
    assert client.get("/api/v1/openapi.json").json() == json.loads(COMMITTED.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_health_asks_the_database(client: Client):
    response = client.get("/api/v1/health")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"


@pytest.mark.django_db
def test_a_database_that_is_down_is_a_problem(client: Client, monkeypatch):
    def down() -> int:
        raise OperationalError("connection refused")

    monkeypatch.setattr("tinhso.faces.api.endpoints.health.sealed_up_to", down)

    response = client.get("/api/v1/health")

    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert "connection refused" not in response.content.decode()


def test_a_dossier_says_how_far_it_is_and_nothing_else(people, client, fresh_counters):
    person = world.citizen()
    dossier = world.received(person, people)

    body = client.get(f"/api/v1/dossiers/{dossier.code}").json()

    assert body == {"code": dossier.code, "percent": 20, "word": "Đang giải quyết"}


def test_a_code_that_does_not_exist_is_a_problem(people, client, fresh_counters):
    response = client.get("/api/v1/dossiers/H07.00.00-000000-0000")

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert set(response.json()) == {"type", "title", "status", "detail", "instance", "source"}


def test_asking_too_often_is_slowed_down(people, client, fresh_counters):
    answers = [client.get("/api/v1/dossiers/khong-co", headers={"X-Forwarded-For": str(n)}) for n in range(61)]

    assert answers[59].status_code == 404
    assert answers[60].status_code == 429
    assert int(answers[60]["Retry-After"]) > 0


def test_procedures_are_found_page_by_page(people, client):
    first = client.get("/api/v1/procedures", {"limit": 5}).json()
    second = client.get("/api/v1/procedures", {"limit": 5, "after": first["next_after"]}).json()
    found = client.get("/api/v1/procedures", {"q": "tinh trang hon nhan"}).json()

    assert len(first["items"]) == 5
    assert first["items"][-1]["code"] < second["items"][0]["code"]
    assert world.MARRIAGE_STATUS in {one["code"] for one in found["items"]}


def test_a_procedure_is_told_as_published(people, client):
    body = client.get(f"/api/v1/procedures/{world.MARRIAGE_STATUS}", {"on": "2026-11-02"}).json()

    assert body["version"] == 1
    assert body["definition"]["time"]["value"] == 3


def test_a_procedure_not_in_force_is_refused_with_a_sentence(people, client):
    response = client.get(f"/api/v1/procedures/{world.MARRIAGE_STATUS}", {"on": "2000-01-01"})

    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)
    assert "không còn hiệu lực" in response.json()["detail"]


@pytest.mark.parametrize(
    "path",
    ["procedures?limit=0", "procedures?limit=abc", "procedures?field=%00", "figures?until=hom-nay", "ledger/check"],
)
def test_what_cannot_be_read_is_a_problem(people, client, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)


@pytest.mark.django_db(transaction=True)
def test_a_figure_says_where_it_comes_from(people, client):
    world.received(world.citizen(), people)
    tasks.pump(now=world.START)

    found = client.get("/api/v1/figures", {"until": "2026-11-30"}).json()
    counted = next(one for one in found if one["numerator"] > 0)
    detail = client.get(f"/api/v1/figures/{counted['definition']['code']}", {"until": "2026-11-30"}).json()

    assert counted["definition"]["source"]
    assert sum(one["numerator"] for one in detail["contributions"]) == counted["numerator"]
    assert detail["figure"]["folded_up_to"] > 0


def test_an_unknown_figure_is_refused(people, client):
    response = client.get("/api/v1/figures/khong-co")

    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)


@pytest.mark.django_db(transaction=True)
def test_a_proof_is_checked_against_the_published_key(people, client):
    dossier = world.received(world.citizen(), people)
    tasks.pump(now=world.START)
    text = proofs.encode(proofs.proof_of(dossier.papers.get().act_seq))

    keys = client.get("/api/v1/ledger/keys").json()
    seals = client.get("/api/v1/ledger/seals").json()
    good = client.get("/api/v1/ledger/check", {"proof": text})
    bad = client.get("/api/v1/ledger/check", {"proof": text[:-6] + "AAAAAA"})

    assert good.json()["verb"] == "dossier:received"
    assert seals[0]["key_id"] in {one["key_id"] for one in keys}
    assert keys[0]["pem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert (bad.status_code, bad["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("path", ["dossiers", "khong-co", ""])
@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_not_found(client, path):
    assert client.get(f"/api/v1/{path}").status_code == 404
