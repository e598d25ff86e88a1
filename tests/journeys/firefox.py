# SPDX-License-Identifier: EUPL-1.2
"""Firefox as it is installed, driven over WebDriver BiDi (W3C): real key strokes and pointer, no patched browser."""

import itertools
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from websockets.sync.client import ClientConnection, connect

PROGRAM = os.environ.get("TINHSO_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
AXE = Path(str(axe_playwright_python.__file__)).with_name("axe.min.js")
PATIENCE = 30.0
READY = 0.1
AIMS = 20
ACCEPTED = "\ue007"  # the Enter key of WebDriver
PREFERENCES = {
    "app.update.auto": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "vi-VN,vi",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
FIND = """(kind, name) => {
  const said = one => (one.getAttribute('aria-label') || one.innerText || one.value || '').trim().replace(/\\s+/g, ' ');
  const seen = one => one.getClientRects().length > 0;
  const of = {button: 'main button, main a.govuk-button, main input[type=submit]', link: 'main a'}[kind];
  const all = [...document.querySelectorAll(of || kind)].filter(one => of ? seen(one) : true);
  if (!of) return all[Number(name)] || null;
  return all.find(one => said(one) === name) || all.find(one => said(one).includes(name)) || null;
}"""


class Firefox:
    """One window. Every wait ends with an error that says what was waited for."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self._told("session.new", capabilities={})
        self._context = self._told("browsingContext.create", type="tab")["context"]

    def _told(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                raise AssertionError(f"{method}: {answer['error']}: {answer['message']}")
            return dict(answer["result"])

    def resize(self, width: int, height: int, *, pixels: float = 1.0) -> None:
        """Give the window so many CSS pixels; pixels: of the screen for each of them, 2 being a zoom of 200 %."""
        viewport = {"width": width, "height": height}
        self._told("browsingContext.setViewport", context=self._context, viewport=viewport, devicePixelRatio=pixels)

    def forget(self) -> None:
        """Be nobody again: all cookies go."""
        self._told("storage.deleteCookies")

    def goto(self, url: str) -> None:
        self._told("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, function: str, *arguments: Any) -> Any:
        """Return what a JavaScript function gives as JSON; a promise is awaited."""
        body = f"async (...told) => JSON.stringify(await ({function})(...told.map(one => JSON.parse(one))) ?? null)"
        told = [{"type": "string", "value": json.dumps(one)} for one in arguments]
        return json.loads(self._called(body, told)["value"])

    def _called(self, body: str, told: list[dict[str, Any]]) -> dict[str, Any]:
        answer = self._told(
            "script.callFunction",
            functionDeclaration=body,
            arguments=told,
            awaitPromise=True,
            target={"context": self._context},
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return dict(answer["result"])

    @property
    def url(self) -> str:
        return str(self.run("() => location.href"))

    @property
    def text(self) -> str:
        return str(self.run("() => document.querySelector('main').innerText"))

    def wait(self, what: str, function: str, *arguments: Any) -> None:
        """Wait until a JavaScript function says true, over loads of new pages."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.run(function, *arguments):
                    return
            except AssertionError as error:
                if "no such" not in str(error) and "unknown" not in str(error):
                    raise
            time.sleep(READY)
        raise AssertionError(f"{what}: waited {PATIENCE:.0f} s at {self.url}\n{self.text[:2000]}")

    def click(self, kind: str, name: str) -> None:
        """Click a `button` or `link` by its words, or the element number `name` of a selector.

        A page still settling may move it away from under the pointer: it is aimed at again, as a person would.
        """
        self.wait(f"{kind} “{name}”", f"(kind, name) => Boolean(({FIND})(kind, name))", kind, name)
        for _ in range(AIMS):
            try:
                self._aim(kind, name)
                return
            except AssertionError as error:
                if "out of bounds" not in str(error):
                    raise
                time.sleep(READY)
        raise AssertionError(f"{kind} “{name}” never stood still at {self.url}")

    def _aim(self, kind: str, name: str) -> None:
        told = [{"type": "string", "value": kind}, {"type": "string", "value": name}]
        found = self._called(
            f"(kind, name) => {{ const one = ({FIND})(kind, name); "
            "one.scrollIntoView({block: 'center', behavior: 'instant'}); return one; }",
            told,
        )
        origin = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        pointer = [{"type": "pointerMove", "x": 0, "y": 0, "origin": origin}, {"type": "pointerDown", "button": 0}]
        source = {"type": "pointer", "id": "mouse", "actions": [*pointer, {"type": "pointerUp", "button": 0}]}
        self._told("input.performActions", context=self._context, actions=[source])

    def press(self, name: str, kind: str = "button") -> None:
        """Click what leads to another page and wait for that page."""
        with self.leaving(f"a page after “{name}”"):
            self.click(kind, name)

    @contextmanager
    def leaving(self, what: str) -> Iterator[None]:
        """Do what leads to another page, then wait until that page is there."""
        self.run("() => { window.leaving = true }")
        yield
        self.wait(
            what, "() => !window.leaving && location.href !== 'about:blank' && document.readyState === 'complete'"
        )

    def type(self, selector: str, text: str, *, enter: bool = False) -> None:
        """Empty a field and type into it key by key."""
        self.run(
            "(selector) => { const one = document.querySelector(selector); one.focus(); one.select?.(); }", selector
        )
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        keys += [{"type": kind, "value": ACCEPTED} for kind in ("keyDown", "keyUp")] if enter else []
        self._told(
            "input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": keys}]
        )

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list, as its own menu would tell the page."""
        self.wait(
            f"{value} in {selector}",
            "(list, value) => [...document.querySelectorAll(list + ' option')].some(one => one.value === value)",
            *(selector, value),
        )
        self.run(
            "(selector, value) => { const one = document.querySelector(selector); one.value = value;"
            " for (const name of ['input', 'change']) one.dispatchEvent(new Event(name, {bubbles: true})); }",
            *(selector, value),
        )

    def check(self) -> None:
        """No accessibility violation, and nothing wider than the window."""
        self._called(f"() => {{ {AXE.read_text(encoding='utf-8')}\n }}", [])
        found = self.run(
            "async () => (await axe.run()).violations.map(one => one.id + ': ' + one.nodes.map(node => node.html))"
        )
        wide = self.run("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (found, wide <= 0) == ([], True), f"{self.url}: {found}, {wide} px wider than the window"


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Run Firefox with a profile of its own in `folder` until the end of the block."""
    assert PROGRAM is not None
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = (PROGRAM, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0")
    with (folder / "firefox.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)})
        try:
            with connect(f"{_address(folder / 'firefox.log')}/session", max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait(20)


def _address(log: Path) -> str:
    deadline = time.monotonic() + PATIENCE * 2
    while time.monotonic() < deadline:
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found.group(1)
        time.sleep(READY)
    raise AssertionError(f"Firefox did not open its port: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
