# SPDX-License-Identifier: EUPL-1.2
"""A result sent as a document to another agency: the packet, its states in any order, a system late, twice or down.

QCVN 102:2016/BTTTT; 28/2018/QĐ-TTg.
"""

import base64
import itertools
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop.actions.edxml import send_result_document
from tinhso.modules.onestop.edxml.rules import NAMESPACE, UnreadableStatus, read_status
from tinhso.modules.onestop.edxml.types import Organ
from tinhso.modules.onestop.errors import NotYourDesk
from tinhso.modules.onestop.models import DocumentPacket, DocumentStatus
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.peers import AT

POLICE = Organ("H07.18", "Công an tỉnh")
numbers = itertools.count(1)


def sent(dossier, people, receiver=POLICE) -> DocumentPacket:
    return send_result_document(dossier.case_id, receiver=receiver, viewer=people.reception, now=AT)


@pytest.fixture
def dossier(people, person):
    return world.completed(person, people)


def status(packet: DocumentPacket, code: str, minute: int = 1, sender: str = POLICE.code) -> str:
    return (
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope><edXMLHeader><MessageHeader>'
        f"<From><OrganId>{sender}</OrganId></From>"
        f"<ResponseFor><OrganId>x</OrganId><DocumentId>{packet.document_id_there}</DocumentId></ResponseFor>"
        f"<StatusCode>{code}</StatusCode><Timestamp>2026/11/02 15:{minute:02d}:00</Timestamp></MessageHeader>"
        "</edXMLHeader></edXMLEnvelope></edXML>"
    )


def say(agency, text: str) -> None:
    agency.say(f"S-{next(numbers)}", {"LoaiGoiTin": "status", "GoiTin": text})


def state_of(packet: DocumentPacket) -> str:
    packet.refresh_from_db()
    return packet.state


def test_the_packet_carries_envelope_and_the_signed_pdf(agency, people, dossier):
    packet = sent(dossier, people)
    agency.run()

    asked = agency.took()[-1]
    root = ET.fromstring(asked["GoiTin"])
    told = {one.tag.rpartition("}")[2]: one.text for one in root.iter()}
    organs = [one.text for one in root.iter(f"{{{NAMESPACE}}}OrganId")]
    assert (asked["LoaiGoiTin"], organs[1]) == ("edoc", POLICE.code)
    assert (told["DocumentId"], told["BussinessDocType"]) == (packet.document_id_there, "0")
    assert [one.tag.rpartition("}")[2] for one in root] == ["edXMLEnvelope", "AttachmentEncoded"]
    assert base64.b64decode(told["ContentTransferEncoded"]) == open_version(dossier.result_id).data
    assert told["AttachmentName"].endswith(".pdf")


@pytest.mark.parametrize("turn", list(itertools.permutations(["01", "03", "05"])), ids="-".join)
def test_the_highest_state_counts_in_whatever_order_it_is_told(agency, people, dossier, turn):
    packet = sent(dossier, people)
    for code in turn:
        say(agency, status(packet, code))
        agency.run()

    assert state_of(packet) == "05"


def test_a_status_told_twice_is_kept_once(agency, people, dossier):
    packet = sent(dossier, people)
    agency.behave("wrong", "again")
    say(agency, status(packet, "1"))
    agency.behave("ok")
    say(agency, status(packet, "01"))
    agency.run()

    assert (DocumentStatus.objects.count(), state_of(packet)) == (1, "01")
    verbs = [one.verb for one in acts_between(1, 10**9) if one.verb.startswith("document_packet:")]
    assert verbs == ["document_packet:sent", "document_packet:reported"]


@pytest.mark.parametrize("how", ["busy", "garbage", "mute", "down"])
def test_a_system_that_fails_gets_it_once_under_the_same_message(agency, people, dossier, how):
    before = len(agency.took())
    agency.behave(*(("down",) if how == "down" else ("wrong", how)))
    packet = sent(dossier, people)
    agency.run()
    agency.behave("ok")
    for minutes in (10, 40):
        agency.run(timedelta(minutes=minutes))

    message = Message.objects.get(key=f"edxml:{packet.id}")
    assert (message.state, message.attempts > 1) == ("sent", True)
    assert [packet.document_id_there in one["GoiTin"] for one in agency.took()[before:]] == [True]


def test_a_second_press_sends_no_second_document(agency, people, dossier):
    assert sent(dossier, people) == sent(dossier, people)
    assert Message.objects.filter(key__startswith="edxml:").count() == 1


def test_a_status_of_somebody_else_is_refused_back(agency, people, dossier):
    packet = sent(dossier, people)
    agency.run()
    say(agency, status(packet, "02", sender="H99"))
    agency.run(timedelta(minutes=1))

    assert agency.took()[-1]["MaLoi"] == "UnknownDocument"
    assert state_of(packet) == "00"


def test_what_cannot_be_sent(agency, people, person, dossier):
    with pytest.raises(NotYourDesk):
        send_result_document(dossier.case_id, receiver=POLICE, viewer=people.specialist, now=AT)
    with pytest.raises(Refused, match="mã định danh"):
        sent(dossier, people, Organ(" ", "Công an tỉnh"))
    open_one = world.received(world.citizen("083190000999", "Trần Văn Mít"), people)
    with pytest.raises(Refused, match="chưa có kết quả"):
        sent(open_one, people)


def test_without_a_connection_nothing_is_sent(people, dossier):
    with pytest.raises(Refused, match="Chưa kết nối"):
        sent(dossier, people)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<edXML>",
        '<!DOCTYPE a [<!ENTITY b "c">]><edXML/>',
        "<edXML><From><OrganId>H1</OrganId></From></edXML>",
        "<e><From><OrganId>H1</OrganId></From><ResponseFor><DocumentId>d</DocumentId></ResponseFor>"
        "<StatusCode>99</StatusCode><Timestamp>2026/11/02 15:00:00</Timestamp></e>",
        "<e><From><OrganId>H1</OrganId></From><ResponseFor><DocumentId>d</DocumentId></ResponseFor>"
        "<StatusCode>01</StatusCode><Timestamp>hôm qua</Timestamp></e>",
    ],
)
def test_what_is_no_status_is_refused(text):
    with pytest.raises(UnreadableStatus):
        read_status(text)
