# SPDX-License-Identifier: EUPL-1.2
"""File a plan for a year: how the services are upgraded, how they keep running under an attack."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.models import ServicePlan
from tinhso.modules.onestop.policies import check_operator
from tinhso.modules.onestop.types import ServicePlanFiled, ServicePlanKind

FIRST_YEAR = 2018
LAW = "224/2026/NĐ-CP, Điều 21"


@transaction.atomic(durable=True)
def file_service_plan(
    year: int, kind: ServicePlanKind, upload: UploadedFile, *, filename: str, viewer: Viewer, now: datetime
) -> ServicePlan:
    """Keep a new version of a plan; the earlier ones stay to be read.

    Raises NotAllowed for who does not operate the house, Refused for a year far away, FileRefused for a wrong file.
    Source: 224/2026/NĐ-CP, Điều 21.
    """
    check_operator(viewer)
    this_year = timezone.localtime(now).year
    if not FIRST_YEAR <= year <= this_year + 1:
        raise Refused(f"Kế hoạch là của một năm từ {FIRST_YEAR} đến {this_year + 1}. Hãy sửa năm.")
    document = store_upload(
        upload,  # type: ignore[arg-type]
        filename=filename,
        title=f"Kế hoạch năm {year}",
        kind=DocumentKind.ATTACHMENT,
        owner=viewer.actor().key,
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(),
    )
    made = ServicePlan.objects.create(
        year=year, kind=kind, document=document, filed_at=now, filed_by_id=viewer.as_officer
    )
    record(
        ServicePlanFiled(year=year, kind=kind.value, document=document.id),
        at=now,
        actor=viewer.actor(),
        subject=f"service_plan:{made.id}",
        rule=LAW,
        evidence=[str(document.id)],
    )
    return made
