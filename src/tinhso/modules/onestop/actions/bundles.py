# SPDX-License-Identifier: EUPL-1.2
"""Bundles: at reception every component becomes a part at its body; the leading body's result sets them going."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.dossiers import lock_for, step
from tinhso.modules.onestop.actions.parts import ALIVE, go_on, open_part, parts_for_update, recall_chosen
from tinhso.modules.onestop.errors import NoBodyResponsible, StillOut
from tinhso.modules.onestop.linked.bundles import BundleDefinition, Component, check_outputs, read_bundle
from tinhso.modules.onestop.linked.types import BundleRegistered, Way
from tinhso.modules.onestop.models import Bundle, Dossier, LinkedPart
from tinhso.modules.onestop.policies import check_step

PROVINCE_WIDE = "^[0-9]{2}$"
"""A body whose area is a province; it keeps the code of the province it was set up for when provinces merge."""
LEFT_OUT = "Không thực hiện phần việc này theo kết quả của cơ quan chủ trì."


def is_bundle(dossier: Dossier) -> bool:
    """Tell whether a dossier is filed under the code of a bundle; asks the data, not the database."""
    return dossier.version.procedure_id in definitions.bundles()


def open_bundle(dossier: Dossier, *, now: datetime, actor: Actor) -> None:
    """Turn the components of a received dossier into parts at their bodies; they begin when the lead has its result.

    Raises NoBodyResponsible when a body does not exist here, so that nothing is half received.
    """
    raw = definitions.bundles().get(dossier.version.procedure_id)
    if raw is None:
        return
    rows.insert(Bundle(dossier=dossier, key=raw["key"], definition=raw))
    for component in read_bundle(raw, dossier.answers).others:
        part = LinkedPart(
            dossier=dossier,
            way=Way.BUNDLE,
            component=component.key,
            round=1,
            place=component.place,
            duty=component.title,
            limit_days=component.limit_working_days,
        )
        unit = body_of(component, dossier, now)
        open_part(part, unit_id=unit.id, title=component.title, actor=actor, now=now)


def body_of(component: Component, dossier: Dossier, now: datetime) -> Unit:
    """Return the unit that does a component for the commune of a dossier: its own there, else the province's."""
    on, area = timezone.localtime(now).date(), dossier.case.area_code
    if component.body == "commune":
        found = registry.unit_for_area(area, Level.COMMUNE, on)
    else:
        kinds = registry.units_as_of(on).filter(kind=component.body)
        found = kinds.filter(area_code=area).first() if area else None
        found = found or kinds.filter(area_code__regex=PROVINCE_WIDE).first()
    if found is None:
        raise NoBodyResponsible(
            f"Chưa có cơ quan nào trên hệ thống để thực hiện phần “{component.title}” cho địa bàn này. "
            "Hãy báo quản trị viên khai báo cơ quan; hồ sơ chưa được tiếp nhận."
        )
    return found


@transaction.atomic(durable=True)
def register_bundle(
    dossier_id: uuid.UUID,
    *,
    produced: Mapping[str, str],
    left_out: Collection[str] = (),
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Enter the result of the leading component (birth, death registration) and send the others on.

    left_out: keys of optional components that do not apply to this person.
    Raises Refused for result data that is missing or wrong, for a second registration, for leaving out what is not
    optional. Source: 63/2024/NĐ-CP.
    """
    dossier = lock_for("register_bundle", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "register_bundle"))
    bundle = Bundle.objects.select_for_update().filter(dossier=dossier).first()
    if bundle is None:
        raise Refused("Hồ sơ này không phải hồ sơ liên thông theo nhóm thủ tục.", source="63/2024/NĐ-CP")
    if bundle.registered_at is not None:
        raise Refused("Kết quả của cơ quan chủ trì đã được ghi; các phần liên thông đã chuyển đi.")
    found = read_bundle(bundle.definition, dossier.answers)
    _check_left_out(found, left_out)
    bundle.produced = check_outputs(found.lead.produces, produced, timezone.localtime(now).date())
    bundle.registered_at, bundle.registered_by_id = now, viewer.as_officer
    rows.update(bundle, "produced", "registered_at", "registered_by")
    recall_chosen(dossier, left_out, reason=LEFT_OUT, actor=actor, now=now)
    waiting = len(parts_for_update(dossier, "planned"))
    step(
        dossier,
        "register_bundle",
        payload=BundleRegistered(component=found.lead.key, parts=waiting),
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    go_on(dossier, now=now)
    return dossier


def _check_left_out(found: BundleDefinition, left_out: Collection[str]) -> None:
    optional = {one.key: one for one in found.others if one.is_optional}
    for key in left_out:
        if key not in optional:
            raise Refused("Chỉ được bỏ qua phần việc không bắt buộc. Hãy tải lại trang và chọn lại.")


def check_decidable(dossier: Dossier) -> None:
    """Raise StillOut while a bundle has no registered result or a part still at work; other dossiers pass."""
    if not is_bundle(dossier):
        return
    if not Bundle.objects.filter(dossier=dossier, registered_at__isnull=False).exists():
        raise StillOut(
            "Chưa ghi kết quả của cơ quan chủ trì nên chưa trình ký được. "
            "Hãy dùng “Ghi kết quả, chuyển các phần liên thông” trước.",
            source="63/2024/NĐ-CP",
        )
    if LinkedPart.objects.filter(dossier=dossier, case__state__in=ALIVE).exists():
        raise StillOut("Còn phần việc liên thông chưa có kết quả. Hãy chờ hoặc rút lại phần đó kèm lý do.")
