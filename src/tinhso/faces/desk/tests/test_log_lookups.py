# SPDX-License-Identifier: EUPL-1.2
"""Looking into the logs is an act: asked once, not per page; with a purpose for people; listed for auditors only."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.test_alerts import LINES, raised, running, store
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.actions import lookups as actions
from tinhso.modules.security.errors import PurposeMissing
from tinhso.modules.security.models import LogLookup
from tinhso.modules.security.queries.lookups import names_a_person
from tinhso.modules.security.types.keeping import LookupKind

__all__ = ["running", "store"]
SEARCH, LIST = reverse("desk:events"), reverse("desk:log_lookups")
WHY = "Theo sự cố số 12 ngày 3/3"


@pytest.fixture
def head(people, sign_in):
    return sign_in(people.head)


@pytest.fixture
def auditor(people, sign_in):
    officer = world.officer_in(people.unit, PostRole.AUDITOR, uuid.uuid4().hex[:8])
    return sign_in(viewer_of_officer(officer, timezone.localdate()))


def told() -> list[Act]:
    return list(Act.objects.filter(verb="event_log:searched").order_by("seq"))


def test_one_act_for_a_question_however_often_its_pages_are_turned(head, people, store):
    store.insert(raised(people, *LINES).rows)

    for address in (f"{SEARCH}?q=sudoers", f"{SEARCH}?q=sudoers&trang=2", f"{SEARCH}?q=sudoers"):
        assert head.get(address).status_code == 200

    (act,) = told()
    lookup = LogLookup.objects.get()
    assert (act.data["kind"], act.data["rows"], lookup.question, lookup.rows) == ("search", 2, "sudoers", 2)
    assert "sudoers" not in str(act.data), "the words of a question stay out of the ledger"
    assert act.data["digest"] == actions.digest_of(lookup)
    assert act.actor == people.head.key
    head.get(f"{SEARCH}?q=sudoers&gio=168")
    assert len(told()) == 2, "another span is another question"


def test_the_same_question_later_is_another_act(people):
    lookup, now = actions.Lookup(LookupKind.SEARCH, "sudoers", 24), timezone.now()
    for minutes in (0, 14, 16):
        actions.note_lookup(lookup, 2, viewer=people.head, now=now + timedelta(minutes=minutes))
    actions.note_lookup(lookup, 2, viewer=people.leader, now=now)

    assert len(told()) == 3


@pytest.mark.parametrize("question", ["nguoi:lan", "lan.nguyen@bentre.example", "083190000123", "0912345678"])
def test_a_question_about_a_person_says_what_for(head, store, question):
    answer = head.get(SEARCH, {"q": question})
    assert (answer.status_code, "Hãy ghi mục đích" in answer.text) == (422, True)
    assert not told()

    assert head.get(SEARCH, {"q": question, "muc_dich": WHY}).status_code == 200
    assert told()[0].data["is_personal"] is True
    assert LogLookup.objects.get().purpose == WHY
    assert WHY not in str(told()[0].data)


@pytest.mark.parametrize("text", ["sudoers", "may:web-01 -root", r"chuongtrinh:*\cmd.exe", "198.51.100.7", "ma:4625"])
def test_machines_and_programs_are_no_people(text):
    assert not names_a_person(text)


def test_a_purpose_too_long_is_refused():
    with pytest.raises(PurposeMissing, match="dài quá"):
        actions.check_purpose(actions.Lookup(LookupKind.SEARCH, "nguoi:lan", purpose="a" * 301))


def test_opening_an_event_and_taking_a_file_are_acts(head, people, store):
    store.insert(raised(people, *LINES).rows)

    head.get(reverse("desk:event", args=["00000007-1-0-0"]))
    refused = head.get(f"{SEARCH}?q=sudoers&dang=csv")
    assert (refused.status_code, "Hãy ghi mục đích" in refused.text) == (422, True)
    taken = head.get(SEARCH, {"q": "sudoers", "dang": "csv", "muc_dich": WHY}).content.decode("utf-8-sig")
    workbook = head.get(SEARCH, {"q": "sudoers", "dang": "xlsx", "muc_dich": WHY})

    assert taken.count("NOT in sudoers") == 2
    assert workbook.content[:2] == b"PK"
    assert [(act.data["kind"], act.data["rows"]) for act in told()] == [("event", 1), ("export", 2), ("export", 2)]


def test_nothing_is_written_when_nothing_could_be_asked(head, store):
    head.get(f"{SEARCH}?q=%22")
    head.get(reverse("desk:event", args=["00000007-1-999-0"]))

    assert not told()


def test_the_list_is_for_auditors(head, auditor, people, sign_in, store):
    assert "Chưa ai tra nhật ký" in auditor.get(LIST).text
    head.get(f"{SEARCH}?q=sudoers")
    head.get(SEARCH, {"q": "nguoi:lan", "muc_dich": WHY})

    shown = auditor.get(LIST).text
    assert "nguoi:lan" in shown
    assert WHY in shown
    assert "sudoers" not in auditor.get(f"{LIST}?nguoi=co").text
    assert "nguoi:lan" not in auditor.get(f"{LIST}?q=sudoers").text
    assert "Không có lượt tra nào khớp" in auditor.get(f"{LIST}?viec=export").text
    assert "nguoi:lan" in auditor.get(f"{LIST}?dang=csv").content.decode("utf-8-sig")
    assert head.get(LIST).status_code == 403
    officer = world.officer_in(people.unit, PostRole.OPERATOR, "op")
    assert sign_in(viewer_of_officer(officer, timezone.localdate())).get(LIST).status_code == 403
