# SPDX-License-Identifier: EUPL-1.2
"""The editor of procedures at the desk: every page opens, parts are saved, two people at once, files in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.modules.onestop.actions import publishing
from tinhso.modules.onestop.models import ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS
LIST = reverse("desk:definitions")
PARTS = ("chung", "thanh-phan", "phi", "kenh", "quy-trinh", "noi-dung")


@pytest.fixture
def controller(people):
    return office.controller()


@pytest.fixture
def copy(controller):
    return office.begun(controller)


def at(copy, route, **more):
    return reverse(f"desk:{route}", kwargs={"copy_id": copy.id, **more})


def part(copy, name):
    return at(copy, "definition_part", name=name)


def typed(client, address):
    """Return what a browser would send back for the form of a page."""
    context = client.get(address).context
    values = {key: value for key, value in context["values"].items() if value not in ("", None, [])}
    return {**values, "version": context["copy"].revision, "so-dong": len(context.get("rows") or ())}


def fresh(copy):
    return WorkingCopy.objects.get(id=copy.id)


def test_every_page_opens(copy, controller, sign_in):
    client = sign_in(controller)
    pages = [LIST, reverse("desk:definition_new"), reverse("desk:definition_import"), at(copy, "definition")]
    pages += [part(copy, name) for name in PARTS] + [at(copy, "definition_form"), at(copy, "definition_drop")]
    pages += [at(copy, "definition_question", key="muc_dich"), at(copy, "definition_publish")]
    pages += [at(copy, "definition_new_question", section="nyc"), reverse("portal:preview", args=(copy.id,))]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_what_is_shown_saved_unchanged_changes_nothing(copy, controller, sign_in):
    client = sign_in(controller)

    for name in (one for one in PARTS if one != "kenh"):
        answer = client.post(part(copy, name), typed(client, part(copy, name)))
        assert answer.status_code == 302, (name, answer.context["errors"])

    assert fresh(copy).definition == copy.definition
    assert fresh(copy).revision == copy.revision
