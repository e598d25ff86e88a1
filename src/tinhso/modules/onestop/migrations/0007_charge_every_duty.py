# SPDX-License-Identifier: EUPL-1.2
"""Every financial duty has its charge, so that it is paid like any money of a dossier."""

from django.db import migrations

from tinhso.lib.uuid7 import uuid7


def charge_the_duties(apps, schema_editor):
    charges = apps.get_model("onestop", "Charge")
    for duty in apps.get_model("onestop", "FinancialDuty").objects.filter(charge=None):
        duty.charge = charges.objects.create(
            id=uuid7(),
            dossier_id=duty.dossier_id,
            kind="financial_duty",
            title=f"Nghĩa vụ tài chính theo thông báo số {duty.notice}",
            amount_vnd=duty.amount,
            legal_source=duty.ground,
            raised_at=duty.asked_at,
            settled_at=duty.settled_at,
        )
        duty.save(update_fields=["charge"])


class Migration(migrations.Migration):
    dependencies = [("onestop", "0006_charge_of_a_duty")]

    operations = [migrations.RunPython(charge_the_duties, migrations.RunPython.noop)]
