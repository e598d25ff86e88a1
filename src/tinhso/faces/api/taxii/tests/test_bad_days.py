# SPDX-License-Identifier: EUPL-1.2
"""Who is refused and how: credentials, media types, sizes, malformed bodies, marks, other people's objects."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from tinhso.faces.api.taxii import asking
from tinhso.faces.api.taxii.answers import MEDIA_TYPE
from tinhso.modules.security.actions import sharing as actions
from tinhso.modules.security.actions.objects import load_objects
from tinhso.modules.security.models import SharingPartner, StixObject
from tinhso.modules.security.tests import sharing
from tinhso.modules.security.tests.sharing import indicator, marked
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types import Tlp


@pytest.fixture(autouse=True)
def fresh_minute(db):
    cache.clear()


def posted(shared, body: object, content_type: str = MEDIA_TYPE):
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return shared.client().post(f"{shared.where}objects/", data, content_type=content_type)


@pytest.mark.parametrize("header", [None, "Bearer x", "Basic !!!", "Basic bmNzYzpzYWk=", "Basic bmNzYzpcdTAwMDA="])
def test_without_the_right_secret_nothing_is_told(shared, header):
    client = Client(headers={"Authorization": header} if header else {})
    answer = client.get("/taxii2/")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.json()["description"].endswith(".")
    assert "Bộ" not in answer.text


def test_a_guesser_is_slowed_down_and_the_partner_is_not(shared, monkeypatch):
    monkeypatch.setattr(asking, "MOST_WRONG", 3)
    wrong = [shared.client(secret="sai").get("/taxii2/").status_code for _ in range(5)]

    assert wrong == [401, 401, 401, 429, 429]
    assert shared.client().get("/taxii2/").status_code == 200


def test_too_many_questions_in_a_minute(shared, monkeypatch):
    monkeypatch.setattr(asking, "MOST_A_MINUTE", 2)
    answers = [shared.client().get("/taxii2/") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"


def test_a_renewed_secret_and_a_withdrawn_partner(shared):
    fresh = actions.renew_secret(shared.partner.id, viewer=shared.who.operator, now=NOW)
    old, new = shared.client().get("/taxii2/").status_code, shared.client(secret=fresh).get("/taxii2/").status_code
    actions.withdraw_partner(shared.partner.id, viewer=shared.who.operator, now=NOW)

    assert (old, new) == (401, 200)
    assert shared.client(secret=fresh).get("/taxii2/").status_code == 401
    assert fresh not in str(SharingPartner.objects.values())


ACCEPTED = {
    MEDIA_TYPE: 200,
    "application/taxii+json": 200,
    "text/html, application/taxii+json;version=2.1;q=0.9": 200,
    "*/*": 200,
    "application/taxii+json;version=2.0": 406,
    "application/vnd.oasis.taxii+json; version=2.0": 406,
    "text/html": 406,
}


@pytest.mark.parametrize("accept", ACCEPTED)
def test_which_media_types_are_answered(shared, accept):
    assert shared.client(accept=accept).get("/taxii2/").status_code == ACCEPTED[accept]


WRONG = ["limit=0", "limit=-1", "limit=a", "limit=", "next=abc", "next=AAAAAAAAAAB", "added_after=hôm qua",
         "added_after=2026-13-01T00:00:00Z", "match[version]=mới", "match[id]=%00", "match[tên]=x", "x=1"]  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_a_parameter_that_cannot_be_read_is_named(shared, query):
    answer = shared.client().get(f"{shared.where}objects/?{query}")

    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Tham số không đọc được:")


BODIES = {
    "no json": (b"{", 400),
    "bad utf-8": (b'{"objects":["\xff"]}', 400),
    "endless nesting": (b'{"objects":' + b"[" * 3000 + b"]" * 3000 + b"}", 400),
    "a list": (b"[]", 422),
    "no objects": (b"{}", 422),
    "objects of another kind": (b'{"objects":7}', 422),
    "too many": (b'{"objects":[' + b"1," * 10_000 + b"1]}", 413),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_malformed_envelope_is_refused_whole(shared, case):
    body, status = BODIES[case]
    answer = posted(shared, body)

    assert answer.status_code == status
    assert answer.json()["http_status"] == str(status)
    assert not StixObject.objects.exists()


def test_another_content_type_and_a_body_too_large(shared, monkeypatch):
    monkeypatch.setattr(asking, "LONGEST_POST", 100)

    assert posted(shared, {"objects": []}, "application/json").status_code == 415
    assert posted(shared, {"objects": [indicator(1)]}).status_code == 413


FAULTY = {
    "not an object": 7,
    "no id": {"type": "indicator"},
    "another type than its id": indicator(1, type="malware"),
    "an id with a bad uuid": indicator(1, id="indicator--1"),
    "a bundle": {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000001"},
    "STIX 2.0": indicator(1, spec_version="2.0"),
    "no time": {key: one for key, one in indicator(1).items() if key != "created"},
    "a day that is none": indicator(1, modified="2026-02-30T00:00:00Z"),
    "changed before it was made": indicator(1, modified="2020-01-01T00:00:00Z"),
    "no pattern": {key: one for key, one in indicator(1).items() if key != "pattern"},
    "nested too deep": indicator(1, x_deep=json.loads("[" * 60 + "]" * 60)),
    "too large": indicator(1, name="a" * 1_000_001),
}


@pytest.mark.parametrize("case", FAULTY)
def test_one_faulty_object_is_named_and_the_others_are_kept(shared, case):
    answer = posted(shared, {"objects": [FAULTY[case], indicator(9)]})
    told = answer.json()

    assert answer.status_code == 202
    assert (told["success_count"], told["failure_count"], told["total_count"]) == (1, 1, 2)
    assert [one["id"] for one in told["successes"]] == [indicator(9)["id"]]
    assert told["failures"][0]["message"].endswith(".")
    assert StixObject.objects.count() == 1


def test_the_same_objects_sent_again_are_kept_once(shared):
    first, again = (posted(shared, {"objects": [indicator(1), indicator(1)]}).json() for _ in range(2))

    assert (first["success_count"], again["success_count"]) == (2, 2)
    assert StixObject.objects.count() == 1


def test_marks_decide_what_a_partner_reads(shared):
    marks = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]
    said = [indicator(n, **marked(mark)) for n, mark in enumerate(marks)]
    partly = indicator(
        9, granular_markings=[{"marking_ref": marked(Tlp.RED)["object_marking_refs"][0], "selectors": ["name"]}]
    )
    load_objects(shared.collection.id, [*said, partly, indicator(10)], now=NOW)
    _, green = sharing.partner(shared.who.operator, {shared.collection.id: False}, "hep", tlp=Tlp.GREEN)

    amber = {one["id"] for one in shared.client().get(f"{shared.where}objects/").json()["objects"]}
    narrow = {one["id"] for one in shared.client("hep", green).get(f"{shared.where}objects/").json()["objects"]}

    assert amber == {one["id"] for one in [*said[:3], indicator(10)]}
    assert narrow == {one["id"] for one in [*said[:2], indicator(10)]}
    assert shared.client().get(f"{shared.where}objects/{said[4]['id']}/").status_code == 404


def test_a_collection_above_the_mark_or_of_others_does_not_exist(shared):
    hidden = sharing.opened(shared.who.operator, "rieng", tlp=Tlp.AMBER_STRICT)
    sharing.partner(shared.who.operator, {hidden.id: True}, "khac")
    _, secret = sharing.partner(shared.who.operator, {hidden.id: True}, "thap", tlp=Tlp.GREEN)
    where = f"/taxii2/tinh/collections/{hidden.id}/objects/"

    assert shared.client().get(where).status_code == 404
    assert shared.client("thap", secret).get(where).status_code == 404
    assert shared.client("thap", secret).get("/taxii2/tinh/collections/").json() == {}
    assert shared.client().get("/taxii2/tinh/collections/khong-co/").status_code == 404


def test_a_reader_does_not_write_and_a_status_is_its_senders_alone(shared):
    _, secret = sharing.partner(shared.who.operator, {shared.collection.id: False}, "doc")
    reader = shared.client("doc", secret)
    sent = posted(shared, {"objects": [indicator(1)]}).json()

    assert reader.post(f"{shared.where}objects/", "{}", content_type=MEDIA_TYPE).status_code == 403
    assert reader.delete(f"{shared.where}objects/{indicator(1)['id']}/").status_code == 403
    assert reader.get(f"/taxii2/tinh/status/{sent['id']}/").status_code == 404
    assert shared.client().get(f"/taxii2/tinh/status/{sent['id']}/").json()["success_count"] == 1
    assert shared.client().get("/taxii2/tinh/status/x/").status_code == 404
    assert shared.client().put(f"{shared.where}objects/").status_code == 405


def test_a_page_of_large_objects_ends_earlier_and_nothing_is_lost(shared, monkeypatch):
    monkeypatch.setattr("tinhso.modules.security.queries.taxii.LARGEST_ANSWER", 2_500)
    load_objects(shared.collection.id, [indicator(n, name="a" * (3_000 if n == 2 else 500)) for n in range(7)], now=NOW)
    pages, following = [], ""
    while following is not None:
        page = shared.client().get(f"{shared.where}objects/?limit=5{following}").json()
        pages.append([one["id"] for one in page["objects"]])
        following = f"&next={page['next']}" if page["more"] else None

    assert [one for page in pages for one in page] == [indicator(n)["id"] for n in range(7)]
    assert [len(page) for page in pages] == [2, 1, 3, 1]


def test_what_a_partner_read_is_counted_and_pages_say_when_objects_arrived(shared):
    load_objects(shared.collection.id, [indicator(n) for n in range(5)], now=NOW)
    answer = shared.client().get(f"{shared.where}objects/?limit=3")
    rest = shared.client().get(f"{shared.where}objects/?limit=3&next={answer.json()['next']}")

    assert answer.headers["X-TAXII-Date-Added-First"] == "2026-03-02T01:00:00.000000Z"
    assert answer.headers["X-TAXII-Date-Added-Last"] == "2026-03-02T01:00:00.000002Z"
    assert [len(one.json()["objects"]) for one in (answer, rest)] == [3, 2]
    assert rest.json()["more"] is False
    assert SharingPartner.objects.get(id=shared.partner.id).objects_read == 5
