# SPDX-License-Identifier: EUPL-1.2
"""`tinhso procedures …`: read the national database of procedures, compare our catalogue with it."""

import sys

import click
from django.utils import timezone

from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.queries import partner
from tinhso.modules.onestop.actions.national_list import sync_list
from tinhso.modules.onestop.national.mapping import PARTNER
from tinhso.modules.onestop.queries import national_list

OPERATOR = Actor("system:operator")


@click.group()
def procedures() -> None:
    """Danh mục thủ tục so với CSDL quốc gia (our catalogue and the national database)."""


@procedures.command()
def sync() -> None:
    """Đọc thay đổi từ CSDL quốc gia về thủ tục hành chính; mã thoát 1 nếu không đọc được.

    Read what changed; a difference waits for the controller (page *CSDL quốc gia*), nothing is published by it.
    """
    portal = partner(PARTNER)
    if portal is None:
        raise click.ClickException("Chưa kết nối Cổng Dịch vụ công quốc gia. Hãy chạy `tinhso national connect`.")
    made = sync_list(portal.endpoint, now=timezone.now(), by=OPERATOR)
    if made.fault:
        console.print(f"✗ {made.fault}", markup=False)
        sys.exit(1)
    console.print(f"Đã nhận {made.received} bản ghi mới, mốc {made.mark}.")


@procedures.command()
@json_option
def diff(as_json: bool) -> None:
    """So danh mục của tỉnh với CSDL quốc gia; mã thoát 1 nếu lệch (compare, exit code 1 when they differ)."""
    found = national_list.compare(timezone.localdate())
    if as_json:
        print_json(national_list.summary(found))
    else:
        for one in found.differing:
            for line in one.changes:
                words = f"≠ {one.code} {line.place}: “{line.before or '–'}” → “{line.after or '–'}”"
                console.print(words, markup=False)
        for mark, lines in (
            ("CSDL quốc gia có, ở đây không", found.missing_here),
            ("ở đây có, CSDL quốc gia không", found.missing_there),
            ("CSDL quốc gia ghi đã bãi bỏ", found.ended),
            ("chưa có mã quốc gia, không cung cấp", found.no_code),
            ("bản ghi không đọc được", found.unreadable),
        ):
            for each in lines:
                console.print(f"• {each.code or '(không mã)'} {each.name}: {mark} {each.note}".rstrip(), markup=False)
        console.print(f"{found.same} thủ tục trùng khớp, {found.count} chỗ lệch.")
    sys.exit(1 if found.count else 0)
