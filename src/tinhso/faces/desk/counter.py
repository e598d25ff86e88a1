# SPDX-License-Identifier: EUPL-1.2
"""What the clerk typed at the counter, read into the facts and the filing that the actions take."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from tinhso.faces.desk import reading, scanning
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity.actions import PersonFacts
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.queries import told_apart
from tinhso.modules.onestop import actions, definitions, forms
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.actions.number_blocks import LateEntry, check_late
from tinhso.modules.onestop.queries.scans import scans_of_sitting
from tinhso.modules.onestop.types import Channel, ComponentSource, FiledBy, ReturnMethod


def facts(data: QueryDict) -> PersonFacts:
    """Return what the clerk copied from the identity paper; raises FormFault for an unreadable day or no name."""
    name = " ".join(data.get("full_name", "").split())
    number = "".join(char for char in data.get("personal_number", "") if char.isdigit())
    missing = {}
    if len(name) < 2:
        missing["full_name"] = _("Hãy nhập họ, chữ đệm và tên.")
    if not number:
        missing["personal_number"] = _("Hãy nhập số định danh cá nhân gồm 12 chữ số.")
    if missing:
        raise reading.FormFault(missing)
    return PersonFacts(
        full_name=name,
        personal_number=number,
        birth_date=reading.day(data, "birth_date"),
        sex=data.get("sex", ""),
        phone=data.get("phone", "").strip(),
        email=data.get("email", "").strip(),
        commune_code=data.get("commune", ""),
        address=data.get("address", "").strip(),
    )


def communes() -> list[tuple[str, str]]:
    """Return the communes of this province as the installation knows them."""
    territory = registry.territory()
    return told_apart(registry.communes_of(territory.province_code, territory.law_date), territory.law_date)


def components(version: Any) -> list[dict[str, Any]]:
    return definitions.components_of(version.definition)


def checked(data: QueryDict, files: MultiValueDict[str, Any], version: Any, scans: Mapping[str, Any]) -> None:
    """Raise FormFault with a sentence for each required paper that is neither here nor shown."""
    errors = {}
    for one in components(version):
        key = one["key"]
        how = data.get(f"how-{key}", "scan")
        here = key in scans if how == "scan" else how in ("shown", "held") or f"scan-{key}" in files
        if one["required"] and not here:
            errors[f"scan-{key}"] = _("Chưa có “%(name)s”. Hãy quét hoặc đánh dấu đã xuất trình.") % {
                "name": one["name"]
            }
    if data.get("return_method") not in set(ReturnMethod):
        errors["return_method"] = _("Hãy chọn cách nhận kết quả.")
    if errors:
        raise reading.FormFault(errors)


def filing(
    data: QueryDict, files: MultiValueDict[str, Any], person: Any, version: Any, *, viewer: Viewer, now: datetime
) -> Filing:
    """Keep the scans, whatever else is wrong, and return the filing; raises FormFault where a file was refused."""
    keep_scans(data, files, person, version, viewer=viewer, now=now)
    sitting = scanning.sitting_of(data)
    scans = scans_of_sitting(sitting)
    checked(data, files, version, scans)
    documents_kept, sources = _papers(data, files, person, version, scans, viewer, now)
    return Filing(
        version=version,
        applicant=person,
        commune_code=data.get("commune", ""),
        answers=answers(data, person, version),
        channel=Channel.COUNTER,
        client_key=sitting,
        documents=documents_kept,
        sources=sources,
        shown=[one["key"] for one in components(version) if data.get(f"how-{one['key']}") == "shown"],
        organisation=_organisation(data, viewer, now),
        return_method=ReturnMethod(data.get("return_method", "")),
        return_place=data.get("return_place", "").strip(),
        **_bearer(data, person, viewer, now),
    )


def _bearer(data: QueryDict, person: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return who brings the papers for the applicant, nothing when the applicant is there; raises FormFault.

    Recorded for the receipt and the figures alone: it opens no page of the dossier to that person.
    """
    name = " ".join(data.get("bearer_name", "").split())
    number = "".join(char for char in data.get("bearer_number", "") if char.isdigit())
    if not name and not number:
        return {}
    if not name or not number or number == person.personal_number:
        raise reading.FormFault(
            {"bearer_number": _("Ghi đủ họ tên và số định danh của người nộp hộ, khác với người đề nghị.")}
        )
    try:
        bearer = identity.register_person(
            PersonFacts(full_name=name, personal_number=number), source="counter", now=now, by=viewer.actor()
        )
    except HouseError as problem:
        raise reading.FormFault({"bearer_number": problem.sentence}) from problem
    return {"submitter": bearer, "filed_by": FiledBy.HELPER}


def answers(data: QueryDict, person: Any, version: Any) -> Mapping[str, Any]:
    """Return the declaration as far as the counter knows it: the person's own facts, the request, the way back."""
    form = forms.form_for(version.definition, version.form)
    known = {
        "ho_ten": person.full_name,
        "so_dinh_danh": person.personal_number,
        "ngay_sinh": person.birth_date.isoformat() if person.birth_date else None,
        "so_dien_thoai": person.phone or None,
        "email": person.email or None,
    }
    own = forms.initial_answers(forms.prefill(form, {"vneid": known, "dancu": known}))
    said = {"noi_dung_de_nghi": data.get("request", "").strip(), "tra_ket_qua": data.get("return_method", "")}
    keys = {field.key for field in form.fields}
    return {**own, **{key: value for key, value in said.items() if value and key in keys}}


def keep_scans(
    data: QueryDict, files: MultiValueDict[str, Any], person: Any, version: Any, *, viewer: Viewer, now: datetime
) -> None:
    """Keep what was scanned; raises FormFault with a sentence beside each file that was refused."""
    errors = scanning.keep(data, files, person, version, unit_id=desk_of(viewer), viewer=viewer, now=now)
    if errors:
        raise reading.FormFault(errors)


def _papers(
    data: QueryDict,
    files: MultiValueDict[str, Any],
    person: Any,
    version: Any,
    scans: Mapping[str, Any],
    viewer: Viewer,
    now: datetime,
) -> tuple[dict[str, uuid.UUID], dict[str, ComponentSource]]:
    """Return the document of each component and where it came from: scanned, electronic, or held already."""
    kept, sources = {key: scan.document_id for key, scan in scans.items()}, {}
    errors: dict[str, str] = {}
    for one in components(version):
        key, upload = one["key"], files.get(f"scan-{one['key']}")
        how = data.get(f"how-{key}", "scan")
        try:
            if how == "held":
                kept[key] = scanning.reused(data, key, person, viewer=viewer, now=now)
                sources[key] = ComponentSource.STORE
            elif how == "electronic" and upload is not None:
                kept[key] = _electronic(upload, one["name"], person, viewer, now)
                sources[key] = ComponentSource.UPLOAD
        except HouseError as refusal:
            errors[f"scan-{key}"] = refusal.sentence
        except reading.FormFault as fault:
            errors |= fault.errors
    if errors:
        raise reading.FormFault(errors)
    return kept, sources


def _electronic(upload: Any, title: str, person: Any, viewer: Viewer, now: datetime) -> uuid.UUID:
    document = documents.store_upload(
        upload,
        filename=upload.name,
        title=title,
        kind=DocumentKind.COMPONENT,
        owner=person.key,
        retention=Retention.DOSSIER,
        now=now,
        by=viewer.actor(),
    )
    found: uuid.UUID = document.id
    return found


def _organisation(data: QueryDict, viewer: Viewer, now: datetime) -> Any:
    code, name = data.get("tax_code", "").strip(), data.get("organisation", "").strip()
    if not code:
        return None
    if not name:
        raise reading.FormFault({"organisation": _("Hãy nhập tên tổ chức đi cùng mã số thuế.")})
    return identity.register_organisation(tax_code=code, name=name, now=now, by=viewer.actor())


def desk_of(viewer: Viewer) -> uuid.UUID:
    """Return the unit whose reception desk the clerk sits at."""
    return next(seat.unit_id for seat in viewer.seats if seat.role == "reception")


def take_in(
    made: Filing, *, viewer: Viewer, now: datetime, receipt_wanted: bool = True, late: LateEntry | None = None
) -> Any:
    """File and receive in one go; the second press of the button returns the same dossier, received once."""
    if late is not None:
        check_late(late, now)
    filed_at = late.received_at if late else now
    dossier = actions.file_at_counter(made, viewer=viewer, unit_id=desk_of(viewer), now=filed_at)
    if dossier.case.state != "submitted":
        return dossier
    return actions.receive(dossier.case_id, viewer=viewer, now=timezone.now(), receipt_wanted=receipt_wanted, late=late)


def late_entry(data: QueryDict) -> LateEntry | None:
    """Return the receipt written by hand that is entered, None for papers that come now; raises FormFault."""
    chosen = data.get("reserved", "")
    if not chosen:
        return None
    block, _colon, number = chosen.partition(":")
    wrong = _("Hãy chọn lại số trên giấy tiếp nhận viết tay.")
    block_id = reading.identifier({"reserved": block}, "reserved", wrong)
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise reading.FormFault({"reserved": wrong})
    return LateEntry(block_id, int(number), _late_moment(data))


def _late_moment(data: QueryDict) -> datetime:
    day = reading.required_day(data, "late")
    try:
        hour, minute = (int(part) for part in data.get("late_time", "").split(":"))
        return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_current_timezone())
    except ValueError as error:
        raise reading.FormFault({"late_time": _("Hãy nhập giờ nhận trên giấy, ví dụ 9:30.")}) from error
