# SPDX-License-Identifier: EUPL-1.2
"""Begin the index of the facts of days with the day, and carry the value in every index of facts.

A constraint, which `ON CONFLICT ON CONSTRAINT` names; Django would make an index of it only.
"""

from django.db import migrations, models

TABLES = {
    "fact": ("fact_once", ["fact", "day", "unit_id", "area", "dimension"]),
    "monthlyfact": ("monthly_fact_once", ["fact", "month", "unit_id", "area", "dimension"]),
    "provincefact": ("province_fact_once", ["fact", "day", "unit_id", "area", "dimension"]),
    "latefact": ("late_fact_once", ["fact", "day", "unit_id", "area", "dimension", "known_on"]),
}
BEGUN_BY_DAY = ["day", "fact", "unit_id", "area", "dimension"]


def _columns(table):
    return BEGUN_BY_DAY if table == "fact" else TABLES[table][1]


def _exchanged(table, name, columns, more):
    return (
        f"ALTER TABLE indicators_{table} DROP CONSTRAINT {name}",
        f"ALTER TABLE indicators_{table} ADD CONSTRAINT {name} UNIQUE NULLS NOT DISTINCT ({', '.join(columns)}){more}",
    )


def _operation(table):
    name, before = TABLES[table]
    columns = _columns(table)
    constraint = models.UniqueConstraint(fields=columns, include=["value"], name=name, nulls_distinct=False)
    return migrations.RunSQL(
        list(_exchanged(table, name, columns, " INCLUDE (value)")),
        list(_exchanged(table, name, before, "")),
        state_operations=[
            migrations.RemoveConstraint(model_name=table, name=name),
            migrations.AddConstraint(model_name=table, constraint=constraint),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_adopted_ledgers")]

    operations = [_operation(table) for table in TABLES]
