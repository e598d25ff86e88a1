# SPDX-License-Identifier: EUPL-1.2
"""The national databases as a client meets them: five answers, repeats, strangers, every misbehaviour."""

import json
import uuid

import pytest
import requests

MOTHER = "083193001207"
SELLER = "083085002451"
NOT_IN_POPULATION = "083182008360"
OLD_LADY = "083156004939"


@pytest.fixture(scope="module")
def running(start):
    yield from start("registers")


@pytest.fixture(autouse=True)
def well(running):
    running.behave("ok")
    yield
    running.behave("ok")


def ask(running, register, subject, *fields, key=None, secret=None):
    known = json.loads((running.folder / "clients.json").read_text("utf-8"))["tinhso"]["secret"]
    body = {"id": key or str(uuid.uuid4()), "subject": subject, "fields": fields, "purpose": "Hồ sơ thử"}
    url = f"{running.url}/v1/{register}/query"
    return requests.post(url, json=body, auth=("tinhso", secret or known), timeout=5)


@pytest.mark.parametrize(
    ("register", "subject", "fields", "answer"),
    [
        ("population", MOTHER, ["full_name", "residence"], "known"),
        ("civil_status", "083051001829", ["full_name", "marital_status"], "partial"),
        ("business", MOTHER, ["registration_number"], "no_data"),
        ("civil_status", OLD_LADY, ["birth_registration"], "no_data"),
        ("population", "099999999999", ["full_name"], "unknown"),
        ("insurance", MOTHER, ["salary_base"], "not_permitted"),
        ("land", SELLER, ["certificate_number", "parcel", "area_m2", "land_use"], "known"),
    ],
)
def test_the_five_answers_are_kept_apart(running, register, subject, fields, answer):
    told = ask(running, register, subject, *fields).json()

    assert told["answer"] == answer
    assert bool(told["records"]) == (answer in ("known", "partial"))
    assert told["reference"]


def test_a_repeated_question_is_written_down_once(running):
    key = str(uuid.uuid4())
    first = ask(running, "population", MOTHER, "full_name", key=key).json()
    again = ask(running, "population", MOTHER, "full_name", key=key).json()

    assert first["reference"] == again["reference"]
    assert ask(running, "population", SELLER, "full_name", key=key).status_code == 409
    secret = json.loads((running.folder / "clients.json").read_text("utf-8"))["tinhso"]["secret"]
    asked = requests.get(f"{running.url}/v1/questions", auth=("tinhso", secret), timeout=5).json()["questions"]
    assert [one["id"] for one in asked].count(key) == 1


def test_questions_of_one_moment_have_references_of_their_own(running):
    moment = str(uuid.uuid4())[:18]
    asked = [ask(running, "population", MOTHER, "full_name", key=f"{moment}{str(uuid.uuid4())[18:]}") for _ in range(5)]

    assert [one.status_code for one in asked] == [200] * 5
    assert len({one.json()["reference"] for one in asked}) == 5


@pytest.mark.parametrize(("register", "fields"), [("weather", ["full_name"]), ("land", ["full_name"]), ("land", [])])
def test_what_no_database_has_is_refused(running, register, fields):
    assert ask(running, register, MOTHER, *fields).status_code == 400


def test_a_stranger_learns_nothing(running):
    assert ask(running, "population", MOTHER, "full_name", secret="guess").status_code == 401


def test_every_misbehaviour(running):
    running.behave("wrong")
    assert ask(running, "population", MOTHER, "full_name").headers["Content-Type"].startswith("text/html")
    running.behave("wrong", how="busy")
    assert ask(running, "population", MOTHER, "full_name").status_code == 503
    running.behave("wrong", how="other")
    assert ask(running, "population", MOTHER, "full_name").json()["subject"] != MOTHER
    running.behave("wrong", how="twice")
    assert len(ask(running, "population", MOTHER, "full_name").json()["records"]) == 2
    running.behave("wrong", how="lose")
    assert ask(running, "population", MOTHER, "full_name").json()["reference"] == ""
    running.behave("down")
    with pytest.raises(requests.ConnectionError):
        ask(running, "population", MOTHER, "full_name")
