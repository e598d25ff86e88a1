# SPDX-License-Identifier: EUPL-1.2
"""A person without a mouse: Tab to reach, Enter and Space to act, arrows to choose and to pick from a list."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

FOCUS_SHOWN = """one => {
    const own = getComputedStyle(one);
    const item = one.closest('.govuk-radios__item,.govuk-checkboxes__item');
    const label = item ? getComputedStyle(item.querySelector('label'), '::before').boxShadow : 'none';
    return own.outlineStyle !== 'none' || own.boxShadow !== 'none' || label !== 'none';
}"""
FARTHEST = 140
"""No control of a page is farther from its beginning than this many Tabs."""


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; its focus must be visible."""
    for _ in range(FARTHEST):
        if target.evaluate("one => one === document.activeElement"):
            outline = target.evaluate(FOCUS_SHOWN)
            assert outline, f"{page.url}: the focus cannot be seen on {target}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: {target} cannot be reached with the Tab key")


def act(page: Page, role: str, name: str) -> None:
    """Reach a button or link of the main part by keyboard and press Enter."""
    target = page.get_by_role("main").get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def pick(page: Page, box: Locator, value: str) -> None:
    """Walk through a list with the arrows; letters are left alone, an input method takes them from a list."""
    box.locator(f"option[value='{value}']").wait_for(state="attached")  # the list may follow from the answer before
    reach(page, box)
    wanted = box.evaluate("(one, value) => [...one.options].findIndex(option => option.value === value)", value)
    for _ in range(box.locator("option").count()):
        here = box.evaluate("one => one.selectedIndex")
        if here == wanted:
            return
        page.keyboard.press("ArrowDown" if here < wanted else "ArrowUp")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
    raise AssertionError(f"{page.url}: {value} cannot be picked with the arrow keys")


def answer(page: Page, answers: Mapping[str, Any]) -> None:
    """Answer the questions of one page from top to bottom."""
    for key, value in answers.items():
        _answer(page, key, value)
        page.wait_for_function("() => !document.querySelector('.htmx-request')")


def _answer(page: Page, key: str, value: Any) -> None:
    if isinstance(value, list):
        for row, columns in enumerate(value):
            for column, cell in columns.items():
                _answer(page, f"{key}-{row}-{column}", cell)
        return
    boxes = page.locator(f"main [name='{key}']:not([type=hidden])")
    if boxes.count():
        _use(page, boxes, value)
    elif page.locator(f"main [name='{key}-day']").count():
        year, month, day = value.split("-")
        for part, text in (("day", day), ("month", month), ("year", year)):
            _use(page, page.locator(f"main [name='{key}-{part}']"), text)


def _use(page: Page, boxes: Locator, value: Any) -> None:
    kind = boxes.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : (one.type || 'text')")
    if kind == "radio":
        _choose(page, boxes, str(value))
    elif kind == "checkbox":
        reach(page, boxes.first)
        if value and not boxes.first.is_checked():
            page.keyboard.press("Space")
    elif kind == "select":
        pick(page, boxes.first, str(value))
    else:
        reach(page, boxes.first)
        page.keyboard.press("Control+A")
        page.keyboard.type(str(value))


def _choose(page: Page, boxes: Locator, value: str) -> None:
    wanted = boxes.and_(page.locator(f"[value='{value}']")).first
    if wanted.is_checked():
        return
    checked = [one for one in boxes.all() if one.is_checked()]
    reach(page, checked[0] if checked else boxes.first)
    page.keyboard.press("Space")
    for _ in range(boxes.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
    raise AssertionError(f"{page.url}: {value} cannot be chosen with the arrow keys")
