# SPDX-License-Identifier: EUPL-1.2
"""A draft on its way through the form engine: save a page, list what is left, make ready what is filed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.faces.portal.forming import TYPED, answers_of, context_for, form_of, known_of, typed_on
from tinhso.faces.portal.reading import Raw
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.forms import (
    Cleaned,
    Form,
    NoSuchPage,
    Page,
    Prefilled,
    all_warnings,
    clean_page,
    final_answers,
    initial_answers,
    locked_values,
    merge,
    missing,
    pages,
    to_raw,
    told_before,
)


class Work:
    """A draft with its form and what is known of its person; read once for a request."""

    def __init__(self, draft: Any) -> None:
        self.draft = draft
        self.form: Form = form_of(draft.version)
        self.known = known_of(self.form, draft.person_id, for_another=draft.mandate_id is not None)
        self.locked = locked_values(self.known)
        self.answers = answers_of(draft)

    def pages(self) -> list[Page]:
        """Return the pages that ask something at present."""
        found = pages(self.form, {**self.answers, **self.locked}, self.draft.done_pages)
        return [page for page in found if page.applicable]

    def page(self, key: str, answers: Mapping[str, Any] | None = None) -> Page:
        """Return one page, laid out for these answers. Raises NoSuchPage."""
        merged = {**(self.answers if answers is None else answers), **self.locked}
        for page in pages(self.form, merged, self.draft.done_pages):
            if page.key == key:
                return page
        raise NoSuchPage(key)

    def told(self, key: str) -> dict[str, Prefilled]:
        """Return what a page nobody has finished yet can take from other pages."""
        return {} if key in self.draft.done_pages else told_before(self.form, key, {**self.answers, **self.locked})

    def opened(self, key: str) -> Page:
        """Return one page as it is first seen: what was told on other pages opens its questions too."""
        return self.page(key, {**initial_answers(self.told(key)), **self.answers})

    def clean(self, key: str, raw: Raw, *, now: datetime) -> Cleaned:
        """Return what became of a page sent by a browser."""
        files = {**self.answers, **{name: value for name, value in raw.items() if isinstance(value, str)}}
        context = context_for(self.form, files, today=timezone.localtime(now).date(), owner=self.draft.person.key)
        return clean_page(self.form, key, raw, context, answers=self.answers, locked=self.locked)

    def shown_values(self, page: Page) -> Mapping[str, Any]:
        """Return the boxes of a page as last typed, right or not."""
        return typed_on(self.draft, page.key) or to_raw(
            (*page.fields, *page.hidden), {**initial_answers(self.told(page.key)), **self.answers}
        )

    def missing(self, *, now: datetime) -> dict[str, str]:
        """Return what blocks filing: one sentence by key of a question, then of a required paper."""
        context = context_for(
            self.form, self.answers, today=timezone.localtime(now).date(), owner=self.draft.person.key
        )
        return {**missing(self.form, self.answers, context, locked=self.locked), **lacking_papers(self.draft)}

    def warnings(self, *, now: datetime) -> dict[str, str]:
        """Return what may be filed but is unusual: one sentence by key of a question."""
        context = context_for(
            self.form, self.answers, today=timezone.localtime(now).date(), owner=self.draft.person.key
        )
        return all_warnings(self.form, self.answers, context, locked=self.locked)

    def final(self) -> dict[str, Any]:
        return final_answers(self.form, {**self.answers, **self.locked})

    def page_of(self, field_key: str) -> str:
        """Return the key of the page that asks this question."""
        name = field_key.partition("-")[0]
        found = self.form.field(name)
        return found.section if found else ""

    def next_page(self, key: str) -> str:
        """Return the first unfinished page after this one, empty when none is left."""
        found = self.pages()
        keys = [page.key for page in found]
        place = keys.index(key) + 1 if key in keys else 0
        return next((page.key for page in (*found[place:], *found[:place]) if not page.done and page.key != key), "")


def save(work: Work, key: str, cleaned: Cleaned, *, viewer: Viewer, now: datetime) -> Work:
    """Keep a page as typed: good answers as answers, the rest as text to be shown again; return the work anew."""
    here = merge(work.form, key, work.answers, cleaned)
    emptied = dict.fromkeys(set(work.answers) - set(here))
    typed = None if cleaned.is_valid else cleaned.typed
    values = {**emptied, **here, TYPED + key: typed}
    draft = actions.save_page(work.draft.id, viewer=viewer, page=key, values=values, done=cleaned.is_valid, now=now)
    return Work(draft)


def seal(work: Work, *, viewer: Viewer, now: datetime) -> None:
    """Leave in the draft exactly what is to be filed: no text in between, no answer to a question not asked."""
    final = work.final()
    values = {**dict.fromkeys(work.draft.answers), **final}
    last = work.pages()[-1].key
    actions.save_page(work.draft.id, viewer=viewer, page=last, values=values, done=True, now=now)


def places(draft: Any) -> list[dict[str, Any]]:
    """Return the components of the draft's procedure with the document standing for each."""
    return [
        {**one, "document": draft.documents.get(one["key"], "")}
        for one in definitions.components_of(draft.version.definition)
    ]


def lacking_papers(draft: Any) -> dict[str, str]:
    """Return what to do about each required component without a file: one sentence by its key."""
    sentence = _("Chưa có “%(name)s”. Hãy tải tệp lên ở mục Giấy tờ kèm theo.")
    return {
        one["key"]: sentence % {"name": one["name"]} for one in places(draft) if one["required"] and not one["document"]
    }


def tasks(work: Work, addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the task list: the pages, the papers, the last look. addresses: by page key, `papers`, `review`."""
    found = []
    for page in work.pages():
        state = "done" if page.done else "problem" if typed_on(work.draft, page.key) else "todo"
        words = {"done": _("Đã xong"), "problem": _("Cần sửa"), "todo": _("Chưa làm")}[state]
        found.append({"title": page.title, "href": addresses[page.key], "status": words, "state": state})
    lacking = lacking_papers(work.draft)
    state = "todo" if lacking else "done"
    hint = _("Còn thiếu %(n)s giấy tờ bắt buộc") % {"n": len(lacking)} if lacking else ""
    words = _("Chưa làm") if lacking else _("Đủ giấy tờ bắt buộc")
    found.append(
        {"title": _("Giấy tờ kèm theo"), "href": addresses["papers"], "status": words, "state": state, "hint": hint}
    )
    ready = all(one["state"] == "done" for one in found)
    words = _("Sẵn sàng") if ready else _("Làm sau cùng")
    found.append(
        {
            "title": _("Kiểm tra và nộp"),
            "href": addresses["review"],
            "status": words,
            "state": "todo" if ready else "later",
        }
    )
    return found
