# SPDX-License-Identifier: EUPL-1.2

from datetime import datetime

from django.db import migrations
from django.utils import timezone

PARTS = {"collector": "collector", "detector": "detector", "ledger": "counter"}


def as_sentences(apps, schema_editor):
    """Hand-overs written before named parts that stood still; now each carries the sentence it is shown with."""
    for one in apps.get_model("security", "HandOver").objects.iterator():
        one.gathered["parts"] = [_sentence(part) for part in one.gathered["parts"]]
        one.save(update_fields=["gathered"])


def _sentence(part):
    if "sentence" in part:
        return part
    last = part["last_at"] and timezone.localtime(datetime.fromisoformat(part["last_at"]))
    told = f"Đứng từ {last:%H:%M ngày %d/%m/%Y}." if part["ran"] and last else "Chưa chạy lần nào."
    return {"part": PARTS[part["name"]], "sentence": told}


class Migration(migrations.Migration):

    dependencies = [
        ('security', '0009_drills'),
    ]

    operations = [
        migrations.RunPython(as_sentences, migrations.RunPython.noop),
    ]
