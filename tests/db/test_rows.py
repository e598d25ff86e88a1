# SPDX-License-Identifier: EUPL-1.2
"""Rows by fixed SQL are the rows the ORM reads and writes: every stored field of every model of the house."""

import uuid
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tinhso.db import rows
from tinhso.kernel.casework.models import Case, Holding
from tinhso.kernel.registry.models import Unit
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.tests import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


def stored(row: Model) -> dict[str, object]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


@pytest.fixture
def dossier(db) -> Dossier:
    world.build_province()
    world.staff(world.unit_of("28756"))
    return world.submitted(world.citizen())


def test_a_fetched_row_is_the_row_the_orm_reads(dossier):
    (found,) = rows.fetch(Dossier, "WHERE case_id = %s", dossier.case_id)

    assert stored(found) == stored(Dossier.objects.get(case_id=dossier.case_id))
    assert not found._state.adding


def test_a_joined_row_comes_along_without_another_query(dossier):
    with CaptureQueriesContext(connection) as said:
        (found,) = rows.fetch_with(Dossier, "case", "WHERE t.case_id = %s", dossier.case_id)
        assert stored(found.case) == stored(Case.objects.get(id=dossier.case_id))

    assert len(said) == 2


@pytest.mark.parametrize("model", [one for one in apps.get_models() if one.__module__.startswith("tinhso.")])
def test_every_model_of_the_house_can_be_fetched(dossier, model):
    by_orm = {row.pk: stored(row) for row in model.objects.all()[:300]}

    found = {row.pk: stored(row) for row in rows.fetch(model, f'WHERE "{model._meta.pk.column}" = ANY(%s)', [*by_orm])}

    assert found == by_orm


def test_an_inserted_row_has_its_number_and_can_be_updated(dossier):
    rows.change(Holding, "ends_at = %s WHERE case_id = %s AND ends_at IS NULL", NOW, dossier.case_id)
    held = rows.insert(Holding(case_id=dossier.case_id, unit=dossier.case.unit, turn="reception", begins_at=NOW))
    held.reason = "được giao lại"
    rows.update(held, "reason")

    assert stored(Holding.objects.get(pk=held.pk)) == stored(held)


def test_only_the_named_fields_are_written(dossier):
    case = Case.objects.get(id=dossier.case_id)
    case.title, case.outcome = "tên khác", "granted"
    rows.update(case, "outcome")

    assert Case.objects.values_list("title", "outcome").get(id=case.id) == (dossier.case.title, "granted")


def test_a_broken_constraint_is_an_integrity_error(dossier):
    with pytest.raises(IntegrityError):
        rows.insert(Holding(case_id=dossier.case_id, unit=dossier.case.unit, turn="reception", begins_at=NOW))


def test_a_row_that_is_gone_is_not_updated_in_silence():
    with pytest.raises(LookupError, match="gone"):
        rows.update(Unit(id=uuid.uuid4(), name="không có"), "name")


def test_a_field_that_does_not_exist_is_a_fault(dossier):
    with pytest.raises(LookupError, match="no titel"):
        rows.update(dossier.case, "titel")


def test_nothing_found_is_none():
    assert rows.value("SELECT name FROM registry_unit WHERE id = %s", uuid.uuid4()) is None


def test_a_row_that_is_there_is_left_alone_when_asked(dossier):
    again = Holding(pk=Holding.objects.get(case_id=dossier.case_id).pk, case_id=dossier.case_id)
    again.unit, again.turn, again.begins_at = dossier.case.unit, "khác", NOW
    rows.insert(again, unless_there=True)

    assert Holding.objects.get(case_id=dossier.case_id).turn == dossier.case.turn


def test_a_deleted_row_is_gone(dossier):
    rows.delete(Holding.objects.get(case_id=dossier.case_id))

    assert not Holding.objects.filter(case_id=dossier.case_id).exists()
