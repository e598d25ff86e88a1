# SPDX-License-Identifier: EUPL-1.2
"""As many services as a province offers (Hà Giang: 1,947), grown from the real ones: same forms, names told apart."""

from django.db import connection, transaction

from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop.models import Procedure, ProcedureVersion

COUNT = 1947
KINDS = ("cấp mới", "cấp lại", "cấp đổi", "gia hạn", "điều chỉnh", "thu hồi", "xác nhận", "bổ sung", "chuyển nhượng")


def grow(count: int = COUNT) -> None:
    """Add copies of the real services with their newest version until there are `count`."""
    real = list(ProcedureVersion.objects.filter(valid__endswith=None).select_related("procedure").order_by("id"))
    missing = count - Procedure.objects.count()
    copies = [(f"9.{number:06d}", real[number % len(real)], number) for number in range(max(missing, 0))]
    with transaction.atomic():
        Procedure.objects.bulk_create([_copy(code, version, number) for code, version, number in copies])
        ProcedureVersion.objects.bulk_create(
            [
                ProcedureVersion(
                    procedure_id=code,
                    number=1,
                    definition=version.definition | {"code": code},
                    form=version.form,
                    digest=version.digest,
                    valid=version.valid,
                )
                for code, version, _number in copies
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE onestop_procedure, onestop_procedureversion")


def _copy(code: str, version: ProcedureVersion, number: int) -> Procedure:
    real = version.procedure
    name = f"{real.short_name} ({KINDS[number % len(KINDS)]}, nhóm {number // len(KINDS) + 1})"[:300]
    words = f"{code} {name} {real.search_key}"
    return Procedure(
        code=code,
        short_name=name,
        sector=real.sector,
        field=real.field,
        search_key=search_key(words),
        sort_key=sort_key(name),
    )
