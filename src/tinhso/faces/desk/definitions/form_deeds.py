# SPDX-License-Identifier: EUPL-1.2
"""What a button of the form page asks for, as one change of the form and the button to come back to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.modules.onestop.editing import questions
from tinhso.modules.onestop.editing.listing import Deed
from tinhso.modules.onestop.editing.types import Content, Edit, FormData, Part
from tinhso.modules.onestop.errors import DefinitionUnreadable

ENTER = "enter"
WORDS = {Deed.UP: "chuyển lên", Deed.DOWN: "chuyển xuống", Deed.REMOVE: "bỏ", Deed.MOVE: "chuyển chỗ"}
"""Words on the button that takes a change back; kept with the copy, so Vietnamese."""


@dataclass(frozen=True)
class FormDeed:
    """One change with what to say afterwards and the id of the button to come back to."""

    edit: Edit
    said: str = ""
    back: str = ""


def asked(data: QueryDict, form: FormData | None, definition: Mapping[str, Any]) -> FormDeed:
    """Return what was pressed: `len:cau:<key>`, `chuyen:cau:<key>:<section>:<place>`, `bo:phan:<key>`, `them`, `soan`…

    Raises DefinitionUnreadable for anything that is no button of this page.
    """
    word, *rest = _pressed(data, form).split(":")
    title = data.get("tieu-de", "").replace("\x00", "").strip()
    if word == "soan":
        return FormDeed(_edit("soạn biểu mẫu riêng", lambda one: one or questions.own_form(dict(definition))))
    if form is None:
        raise DefinitionUnreadable("Thủ tục chưa có biểu mẫu riêng. Hãy tải lại trang.")
    if word == "bo-bieu-mau":
        return FormDeed(_edit("bỏ biểu mẫu riêng", lambda one: None), _("Đã bỏ biểu mẫu riêng."))
    if word == "them":
        if not title:
            raise DefinitionUnreadable("Hãy ghi tên của phần mới.")
        return FormDeed(_edit(f"thêm phần “{title[:80]}”", lambda one: questions.add_section(one or {}, title)))
    if word == "ten" and len(rest) == 1:
        named = data.get(f"ten-{rest[0]}", "").replace("\x00", "").strip()
        edit = _edit("đổi tên phần", lambda one: questions.rename_section(one or {}, rest[0], named))
        return FormDeed(edit, back=f"phan-{rest[0]}")
    if word in set(Deed) and len(rest) >= 2:
        return _arranged(Deed(word), rest, form)
    raise DefinitionUnreadable("Không rõ việc vừa bấm. Hãy tải lại trang rồi bấm lại.")


def _pressed(data: QueryDict, form: FormData | None) -> str:
    """Return the button; the Enter key in a box means the button beside that box."""
    pressed = data.get("viec", "")
    if pressed != ENTER:
        return pressed
    if data.get("tieu-de", "").strip():
        return "them"
    for one in (form or {}).get("sections", ()):
        if data.get(f"ten-{one['key']}", one["title"]).strip() != one["title"]:
            return f"ten:{one['key']}"
    return "them"


def _edit(what: str, change: Callable[[FormData | None], FormData | None]) -> Edit:
    return Edit(Part.FORM, what, lambda content: Content(content.definition, change(content.form)))


def _arranged(deed: Deed, rest: list[str], form: FormData) -> FormDeed:
    noun, key = rest[0], rest[1]
    name = _name(form, noun, key)
    what = f"{WORDS[deed]} {'câu' if noun == 'cau' else 'phần'} “{name[:80]}”"
    said = _("Đã bỏ “%(name)s”. Bấm “Hoàn tác” để lấy lại.") % {"name": name} if deed is Deed.REMOVE else ""
    back = "" if deed is Deed.REMOVE else f"{'xuong' if deed is Deed.MOVE else deed}-{noun}-{key}"
    if noun == "phan":
        place = _number(rest, 2)
        return FormDeed(_edit(what, lambda one: questions.arrange_section(one or {}, key, deed, place)), said, back)
    if deed is Deed.MOVE:
        section, place = rest[2] if len(rest) > 2 else "", _number(rest, 3)
        return FormDeed(_edit(what, lambda one: questions.place_question(one or {}, key, section, place)), said, back)
    return FormDeed(_edit(what, lambda one: questions.arrange_question(one or {}, key, deed)), said, back)


def _number(rest: list[str], at: int) -> int:
    typed = rest[at] if len(rest) > at else ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def _name(form: FormData, noun: str, key: str) -> str:
    if noun == "cau":
        return str(questions.question_of(form, key)["label"])
    return next((str(one["title"]) for one in form["sections"] if one["key"] == key), "")
