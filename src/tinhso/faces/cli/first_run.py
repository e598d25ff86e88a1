# SPDX-License-Identifier: EUPL-1.2
"""The steps before the web starts: always the schema and static files, once the first data."""

import functools
import json
import sys
from dataclasses import dataclass

from tinhso.config import env
from tinhso.runtime.part import Step

DONE_FILE = env.VAR / "first_run.json"


@dataclass(frozen=True)
class Once:
    """A command of this program that fills a new installation; it is remembered when it has succeeded."""

    name: str
    sentence: str
    arguments: tuple[str, ...]
    demo_only: bool = False


# In the order they are carried out; each must be safe to repeat, because a crash may come before the note.
ONCE: tuple[Once, ...] = (
    Once("reference", "Nạp địa bàn, bộ máy, ngày nghỉ, thủ tục …", ("setup", "reference")),
    Once("people", "Bố trí cán bộ vào các cơ quan …", ("setup", "people"), demo_only=True),
    Once("accounts", "Mở tài khoản trình diễn …", ("setup", "demo-accounts"), demo_only=True),
    Once("trust", "Tin cậy cơ quan chứng thực giả lập …", ("setup", "demo-trust"), demo_only=True),
    Once("national", "Kết nối Cổng Dịch vụ công quốc gia giả lập …", ("national", "connect"), demo_only=True),
    Once("portal_filing", "Một công dân nộp trên Cổng giả lập …", ("national", "demo-filing"), demo_only=True),
    Once("play", "Cho tỉnh sống vài ngày …", ("play", "--days", "5"), demo_only=True),
)


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "tinhso.faces.cli", *arguments)


def done() -> list[str]:
    """Return the names of the first-run steps this installation has behind it."""
    return list(json.loads(DONE_FILE.read_text(encoding="utf-8"))) if DONE_FILE.exists() else []


def _note(name: str) -> None:
    draft = DONE_FILE.with_suffix(".new")
    draft.write_text(json.dumps([*done(), name]), encoding="utf-8")
    draft.replace(DONE_FILE)


def steps() -> list[Step]:
    """Return what to do before the web starts."""
    static = (sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0")
    always = [
        Step("migrate", "Cập nhật cấu trúc CSDL …", _command("migrate", "--apply")),
        Step("static", "Chuẩn bị tệp tĩnh …", static),
    ]
    if env.MODE == "production":
        refusal = _command("setup", "refuse-demo")
        always.append(Step("accounts", "Kiểm tra không còn tài khoản trình diễn …", refusal))
    before = done()
    first = [
        Step(once.name, once.sentence, _command(*once.arguments), functools.partial(_note, once.name))
        for once in ONCE
        if once.name not in before and (env.MODE == "demo" or not once.demo_only)
    ]
    return [*always, *first]
