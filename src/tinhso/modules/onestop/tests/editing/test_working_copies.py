# SPDX-License-Identifier: EUPL-1.2
"""Working copies: two at once, undo, double presses, copies of others, files in and out."""

import json
from datetime import timedelta

import pytest
import yaml

from tinhso.kernel.events.queries import acts_of_subject
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.definitions import digest_of
from tinhso.modules.onestop.editing import files
from tinhso.modules.onestop.editing.types import Content
from tinhso.modules.onestop.errors import CopyMoved, DefinitionUnreadable, NotYourCatalogue
from tinhso.modules.onestop.models import EditStep, WorkingCopy
from tinhso.modules.onestop.queries import editing as queries
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS


@pytest.fixture
def controller(people):
    return office.controller()


def test_two_who_open_the_same_procedure_work_on_the_same_copy(controller):
    assert office.begun(controller).id == office.begun(office.controller("other")).id


def test_the_second_of_two_at_once_is_told_and_nothing_is_overwritten(controller):
    copy, other = office.begun(controller), office.controller("other")
    seen = copy.revision
    office.saved(copy, controller, expected=seen, note="Của người thứ nhất.")

    with pytest.raises(CopyMoved, match="vừa sửa bản làm việc này"):
        office.saved(copy, other, expected=seen, note="Của người thứ hai.")

    assert WorkingCopy.objects.get(id=copy.id).definition["note"] == "Của người thứ nhất."


def test_a_second_press_of_save_is_no_change(controller):
    copy = office.saved(office.begun(controller), controller, note="Một lần.")

    again = office.saved(copy, controller, expected=copy.revision, note="Một lần.")

    assert again.revision == copy.revision
    assert EditStep.objects.filter(copy=copy).count() == 1


def test_changes_are_taken_back_one_by_one(controller):
    copy = office.begun(controller)
    before = copy.definition
    office.saved(copy, controller, note="Một.")
    office.saved(copy, controller, note="Hai.")

    editing.undo(copy.id, expected=None, viewer=controller, now=world.START)
    once = WorkingCopy.objects.get(id=copy.id).definition["note"]
    editing.undo(copy.id, expected=None, viewer=controller, now=world.START)

    assert once == "Một."
    assert WorkingCopy.objects.get(id=copy.id).definition == before
    with pytest.raises(editing.Refused, match="Không còn lần sửa nào"):
        editing.undo(copy.id, expected=None, viewer=controller, now=world.START)


def test_a_page_from_before_an_undo_cannot_be_saved_over_it(controller):
    copy = office.saved(office.begun(controller), controller, note="Một.")
    seen = copy.revision
    editing.undo(copy.id, expected=seen, viewer=controller, now=world.START)

    with pytest.raises(CopyMoved):
        office.saved(copy, controller, expected=seen, note="Hai.")


@pytest.mark.parametrize("end", ["drop", "publish"])
def test_a_closed_copy_is_not_changed(controller, end):
    copy = office.mended(office.begun(controller), controller)
    if end == "drop":
        editing.drop(copy.id, expected=None, viewer=controller, now=world.START)
    else:
        office.published(copy, controller)

    with pytest.raises(CopyMoved, match=r"đã bỏ|đã công bố"):
        office.saved(copy, controller, note="Muộn.")
    assert office.begun(controller).id != copy.id


def test_each_change_is_an_act_with_the_digest_of_the_content(controller):
    copy = office.saved(office.begun(controller), controller, note="Một.")

    verbs = {one.verb: one for one in acts_of_subject(f"procedure:{CODE}", verbs=[], limit=20)}

    assert {"procedure:draft:begun", "procedure:draft:saved"} <= set(verbs)
    assert verbs["procedure:draft:saved"].data["digest"] == digest_of(copy.definition, copy.form)
    assert "note" not in verbs["procedure:draft:saved"].data


def test_only_the_controller_of_the_province_edits(people, controller):
    copy = office.begun(controller)
    for viewer in (people.leader, people.specialist, world.viewer(world.citizen())):
        with pytest.raises(NotYourCatalogue):
            queries.copy_for(viewer, copy.id)
        with pytest.raises(NotYourCatalogue):
            office.saved(copy, viewer, note="Không được.")


def test_a_copy_of_another_procedure_does_not_claim_what_was_said_of_it(controller):
    copy = editing.begin_new("1.999002", name="Thủ tục thử", sector="", like=CODE, viewer=controller, now=world.START)

    assert copy.definition["code"] == "1.999002"
    assert copy.definition["code_confirmed"] is False
    assert "source_decision" not in copy.definition
    assert {one["code"] for one in copy.definition["results"]} == {None}
    assert copy.form["procedures"] == ["1.999002"]


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        ("1.99", "Thủ tục", "dạng 1.001193"),
        ("abc", "Thủ tục", "dạng 1.001193"),
        (CODE, "Thủ tục", "đã có trong danh mục"),
        ("1.999003", "  ", "ghi tên thủ tục"),
    ],
)
def test_a_new_procedure_needs_a_code_of_its_own_and_a_name(controller, code, name, sentence):
    with pytest.raises(editing.Refused, match=sentence):
        editing.begin_new(code, name=name, sector="ho_tich", like="", viewer=controller, now=world.START)

    assert not WorkingCopy.objects.exists()


def file_of(**changes):
    record = next(one for one in definitions.procedures() if one["code"] == CODE)
    data = json.loads(files.written(Content(record, definitions.forms()[CODE])))
    data.pop("digest")
    return data | changes


def record(**changes):
    return file_of()["definition"] | changes


def form(**changes):
    return file_of()["form"] | changes


BAD = {
    "not utf-8": (b"\xff\xfe\x00", "UTF-8"),
    "not json": (b'{"kind": ', "sai cú pháp"),
    "not yaml": (b"a: [1", "sai cú pháp"),
    "an anchor": (b"a: &a [1]\nb: *a\n", "sai cú pháp"),
    "another file": (b"{}", "không phải tệp thủ tục"),
    "a list": (b"- 1", "không phải tệp thủ tục"),
    "too big": (b" " * 1_000_001, "1 MB"),
    "too deep": (b"[" * 100_000, "lồng quá nhiều cấp|sai cú pháp"),
    "deep json": (b'{"a":' * 100_000, "lồng quá nhiều cấp|sai cú pháp"),
    "other format": (file_of(format=9), "định dạng"),
    "strange key": (file_of(extra=1), "mục lạ “extra”"),
    "no record": (file_of(definition=None), "thiếu mục “code”"),
    "record is text": (file_of(definition="x"), "nhóm các mục"),
    "strange key inside": (file_of(definition=record(colour="red")), "mục lạ “colour”"),
    "wrong type": (file_of(definition=record(name=5)), "“name” phải là chữ"),
    "fee in text": (file_of(definition=record(fee={"kind": "fixed", "amount_vnd": "700"})), "amount_vnd"),
    "a third of a day": (file_of(definition=record(steps=[{"seq": 1, "actor": "a", "work": "b", "days": 0.3}])), "nửa"),
    "NUL": (file_of(definition=record(note="a\x00b")), "không lưu được"),
    "lone surrogate": (file_of(definition=record(note="\ud800")), "không lưu được"),
    "unknown sector": (file_of(definition=record(sector="vu_tru")), "lĩnh vực"),
    "wrong digest": (file_of(digest="0" * 64), "mã băm"),
    "form without sections": (file_of(form=form(sections=[])), "sections"),
    "form is text": (file_of(form="x"), "Biểu mẫu"),
    "rules are a number": (
        file_of(form=form(sections=[{"key": "a", "title": "A", "fields": [
            {"key": "x", "label": "X", "type": "text", "validation": 5}]}])),
        "validation",
    ),
    "unknown kind of question": (
        file_of(form=form(sections=[{"key": "a", "title": "A", "fields": [
            {"key": "x", "label": "X", "type": "hologram"}]}])),
        "kiểu trường lạ",
    ),
    "key twice": (
        file_of(form=form(sections=[{"key": "a", "title": "A", "fields": [
            {"key": "x", "label": "X", "type": "text"}, {"key": "x", "label": "Y", "type": "text"}]}])),
        "khóa dùng hai lần",
    ),
    "template is text": (file_of(form=form(template="x")), "template"),
    "no code": (file_of(definition=record(code=None)), "mã thủ tục"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_sentence_and_leaves_nothing(controller, name):
    data, sentence = BAD[name]
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()

    with pytest.raises(editing.Refused, match=sentence):
        editing.begin_from_file(raw, viewer=controller, now=world.START)

    assert not WorkingCopy.objects.exists()


def test_a_file_goes_out_and_comes_back_the_same(controller):
    copy = office.saved(office.begun(controller), controller, note="Mang đi.")
    data = files.written(queries.content_of(copy))
    editing.drop(copy.id, expected=None, viewer=controller, now=world.START)

    back = editing.begin_from_file(data, viewer=controller, now=world.START + timedelta(hours=1))

    assert queries.content_of(back) == queries.content_of(copy)
    assert back.based_on_id == copy.based_on_id


def test_yaml_written_by_hand_is_read_too(controller):
    text = yaml.safe_dump(file_of(), allow_unicode=True)

    assert editing.begin_from_file(text.encode(), viewer=controller, now=world.START).code == CODE


def test_a_file_does_not_overwrite_a_copy_that_is_being_worked_on(controller):
    copy = office.saved(office.begun(controller), controller, note="Đang làm.")

    with pytest.raises(CopyMoved, match="đang có bản làm việc"):
        editing.begin_from_file(json.dumps(file_of()).encode(), viewer=controller, now=world.START)

    assert WorkingCopy.objects.get().definition == copy.definition


def test_a_change_that_could_not_be_read_is_not_kept(controller):
    copy = office.begun(controller)

    with pytest.raises(DefinitionUnreadable, match="time"):
        office.saved(copy, controller, time={"value": 3, "unit": "fortnight"})

    assert WorkingCopy.objects.get(id=copy.id).revision == copy.revision
