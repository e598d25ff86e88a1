# SPDX-License-Identifier: EUPL-1.2
"""The clerk sends a signed result to another agency from its page; what that agency says stands there."""

import json

import pytest
from django.urls import reverse

from tinhso.kernel.exchange.actions import register_partner
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.types import Arrived
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.edxml import HANDLER
from tinhso.modules.onestop.models import DocumentPacket
from tinhso.modules.onestop.tests import world

POLICE = "G01"
STATUS = (
    "<edXML><MessageHeader><From><OrganId>{sender}</OrganId></From>"
    "<ResponseFor><DocumentId>{document}</DocumentId></ResponseFor>"
    "<StatusCode>03</StatusCode><Timestamp>2026/11/02 15:00:00</Timestamp></MessageHeader></edXML>"
)


@pytest.fixture
def connected(db):
    register_partner(
        "agency", title="Văn bản", channel="json", endpoint="http://127.0.0.1:9", now=world.START, by=world.SETUP
    )


@pytest.fixture
def dossier(people, person):
    return world.completed(person, people)


def at(dossier, route="send_result"):
    return reverse(f"desk:{route}", args=(dossier.case_id,))


def test_the_clerk_chooses_an_agency_and_sees_what_it_says(connected, dossier, people, sign_in):
    client = sign_in(people.reception)
    assert at(dossier) in client.get(at(dossier, "dossier")).content.decode()

    assert client.post(at(dossier), {"organ": POLICE}).status_code == 302

    packet = DocumentPacket.objects.get()
    assert (packet.receiver_code, packet.receiver_name) == (POLICE, "Bộ Công an")
    text = STATUS.format(sender=POLICE, document=packet.document_id_there)
    message = Arrived(
        packet.id, "agency", "1", "", 0, json.dumps({"LoaiGoiTin": "status", "GoiTin": text}), world.START
    )
    HANDLER.handle(message, HANDLER.prepare(message), world.START)
    page = client.get(at(dossier, "dossier")).content.decode()
    assert "Bộ Công an" in page
    assert "Đã tiếp nhận" in page


def test_pressed_twice_one_document_leaves(connected, dossier, people, sign_in):
    client = sign_in(people.reception)
    before = Message.objects.count()
    for _ in range(2):
        assert client.post(at(dossier), {"organ": POLICE}).status_code == 302

    assert Message.objects.count() == before + 1


def test_a_result_taken_back_is_not_sent(connected, dossier, people, sign_in):
    reason = "Kết quả cấp nhầm người, đã lập biên bản."
    actions.revoke_result(dossier.case_id, ground="gia_mao", reason=reason, viewer=people.leader, now=world.START)
    client = sign_in(people.reception)

    assert at(dossier) not in client.get(at(dossier, "dossier")).text
    answer = client.post(at(dossier), {"organ": POLICE})
    assert answer.status_code == 422
    assert not DocumentPacket.objects.exists()


def test_an_agency_the_list_lacks_is_typed(connected, dossier, people, sign_in):
    sign_in(people.reception).post(at(dossier), {"code": "G01.23", "name": "Cục Cảnh sát"})

    assert DocumentPacket.objects.get().receiver_code == "G01.23"


@pytest.mark.parametrize("wrong", [{}, {"organ": "X99"}, {"code": "G01.23"}, {"name": "Cục Cảnh sát\x00"}], ids=str)
def test_without_code_or_name_nothing_leaves(connected, dossier, people, sign_in, wrong):
    answer = sign_in(people.reception).post(at(dossier), wrong)

    assert answer.status_code == 422
    assert "Hãy chọn cơ quan nhận trong danh sách" in answer.content.decode()
    assert not DocumentPacket.objects.exists()


def test_agencies_are_found_by_words_without_marks_or_by_code(connected, dossier, people, sign_in):
    client = sign_in(people.reception)
    for words in ("bo cong an", "g01"):
        page = client.get(at(dossier, "organ_options"), {"tim": words}).content.decode()
        assert page.count("<option") == 2
        assert page.index('value=""') < page.index("Bộ Công an")
        assert "Bộ Công an – G01" in page

    assert "Không có cơ quan nào" in client.get(at(dossier, "organ_options"), {"tim": "zzz"}).content.decode()


def test_without_a_connection_the_page_says_so(dossier, people, sign_in):
    client = sign_in(people.reception)

    assert at(dossier) not in client.get(at(dossier, "dossier")).content.decode()
    assert "chưa kết nối" in client.get(at(dossier)).content.decode()
    assert client.post(at(dossier), {"organ": POLICE}).status_code == 422


def test_another_desk_is_refused(connected, dossier, people, sign_in):
    assert sign_in(people.leader).get(at(dossier)).status_code == 403
