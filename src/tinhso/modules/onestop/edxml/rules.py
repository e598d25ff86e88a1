# SPDX-License-Identifier: EUPL-1.2
"""Write a packet, read a status packet, say which of many statuses counts. Pure.

Status packets come from outside: a document type or entity in them is refused before anything is read.
"""

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as ET

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.edxml.types import SENT, STATES, Organ, Packet, Status

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
VIETNAM = timezone(timedelta(hours=7))
DAY, MOMENT = "%Y/%m/%d", "%Y/%m/%d %H:%M:%S"
CONTENT_ID = "cid:1"
SIGNED = frozenset({"completed", "result_unclaimed", "returned", "archived"})
ET.register_namespace("edXML", NAMESPACE)


class UnreadableStatus(Refused):
    """A message that is not one status packet about a document; its sender is told what is wrong."""


def write_packet(packet: Packet) -> str:
    """Return the packet as XML text in the order of the reference writer."""
    root = ET.Element(_name("edXML"))
    envelope = _add(root, "edXMLEnvelope")
    header = _add(envelope, "edXMLHeader")
    _message_header(_add(header, "MessageHeader"), packet)
    trace = _add(header, "TraceHeaderList")
    hop = _add(trace, "TraceHeader")
    _add(hop, "OrganId", packet.sender.code)
    _add(hop, "Timestamp", packet.sent_at.astimezone(VIETNAM).strftime(MOMENT))
    _add(_add(trace, "Bussiness"), "BussinessDocType", "0")
    manifest = _add(_add(envelope, "edXMLBody"), "edXMLManifest")
    manifest.set("version", "1.0")
    _described(_add(manifest, "Reference"), packet)
    attachment = _add(_add(root, "AttachmentEncoded"), "Attachment")
    _described(attachment, packet)
    _add(attachment, "ContentTransferEncoded", base64.b64encode(packet.pdf).decode())
    return ET.tostring(root, encoding="unicode")


def _message_header(head: ET.Element, packet: Packet) -> None:
    _organ(_add(head, "From"), packet.sender)
    _organ(_add(head, "To"), packet.receiver)
    _add(head, "DocumentId", packet.document_id)
    code = _add(head, "Code")
    _add(code, "CodeNumber", packet.number)
    _add(code, "CodeNotation", packet.notation)
    issued = _add(head, "PromulgationInfo")
    _add(issued, "Place", packet.place)
    _add(issued, "PromulgationDate", packet.day.strftime(DAY))
    kind = _add(head, "DocumentType")
    _add(kind, "Type", "2")
    _add(kind, "TypeName", packet.type_name)
    _add(head, "Subject", packet.subject)
    _add(_add(head, "SignerInfo"), "FullName", packet.signer)


def _organ(parent: ET.Element, organ: Organ) -> None:
    _add(parent, "OrganId", organ.code)
    _add(parent, "OrganName", organ.name)


def _described(parent: ET.Element, packet: Packet) -> None:
    _add(parent, "ContentId", CONTENT_ID)
    _add(parent, "ContentType", "application/pdf")
    _add(parent, "AttachmentName", packet.filename)


def _add(parent: ET.Element, local: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, _name(local))
    made.text = text
    return made


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def read_status(text: str) -> Status:
    """Return the status of a packet, matched by local name. Raises UnreadableStatus.

    A code may come without its leading nought; the time is Vietnam's.
    """
    if "<!" in text:
        raise UnreadableStatus("Gói trạng thái không được có DOCTYPE hay thực thể.")
    try:
        root = ET.fromstring(text.lstrip("\ufeff").strip())  # noqa: S314 - no declaration passes the line above
    except ET.ParseError as error:
        raise UnreadableStatus("Gói trạng thái không phải XML đúng mẫu.") from error
    sender = _find(root, "From", "OrganId")
    document_id = _find(root, "ResponseFor", "DocumentId")
    code = _find(root, "StatusCode").zfill(2)
    if code not in STATES or code == SENT:
        raise UnreadableStatus("StatusCode chỉ nhận 01 đến 06.")
    try:
        at = datetime.strptime(_find(root, "Timestamp"), MOMENT).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise UnreadableStatus("Timestamp phải theo mẫu yyyy/MM/dd HH:mm:ss.") from error
    return Status(sender, document_id, code, at, _find(root, "Description", must=False)[:1000])


def _find(root: ET.Element, *path: str, must: bool = True) -> str:
    """Return the text at the first element of these local names, one within the other."""
    here: ET.Element | None = root
    for local in path:
        within = here if here is not None else root
        here = next((one for one in within.iter() if one.tag.rpartition("}")[2] == local), None)
        if here is None:
            break
    found = (here.text or "").strip() if here is not None else ""
    if must and not found:
        raise UnreadableStatus(f"Gói trạng thái thiếu {'/'.join(path)}.")
    return found


def is_signed(state: str) -> bool:
    """Say whether the result of a dossier in this state, if it has one, is signed."""
    return state in SIGNED


def standing(codes: Iterable[str]) -> str:
    """Return the state that counts: the highest.

    >>> standing(["05", "01", "03"])
    '05'
    """
    return max(codes, default=SENT)
