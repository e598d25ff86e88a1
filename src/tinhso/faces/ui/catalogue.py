# SPDX-License-Identifier: EUPL-1.2
"""The English catalogue: what it lacks, and compiling it. `python -m tinhso.faces.ui.catalogue` compiles every
catalogue of the faces; sources are Vietnamese, so only English is translated. Needs GNU gettext (developers only).
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

FACES = Path(__file__).parents[1]
_TAGGED = re.compile(r"""(?:\{%\s*translate\s+|(?<![\w.])_\()(["'])(.+?)\1""")
_BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*(?:plural|endblocktranslate)", re.S)
_CALLS = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "pgettext"})


def entries(path: Path) -> dict[str, list[str]]:
    """Return the translations of a .po file by message, all plural forms; an untranslated one has empty texts."""
    found: dict[str, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if "#, fuzzy" in block:
            continue
        parts = re.findall(r'^(msg\w+(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.M)
        texts = [(name, "".join(ast.literal_eval(line) for line in body.splitlines())) for name, body in parts]
        message = next((text for name, text in texts if name == "msgid"), None)
        if message is not None:
            found[message] = [text for name, text in texts if name.startswith("msgstr")]
    return found


def messages(face: Path) -> set[str]:
    """Return every text of a face's templates and modules that is marked for translation."""
    found: set[str] = set()
    for path in face.rglob("*"):
        if "tests" in path.parts or not path.is_file():
            continue
        if path.suffix in {".html", ".txt", ".xml"}:
            found.update(_of_template(path.read_text(encoding="utf-8")))
        elif path.suffix == ".py":
            found.update(_of_module(path.read_text(encoding="utf-8")))
    return found


def _of_template(text: str) -> Iterator[str]:
    """Yield the texts as Django looks them up: percent signs doubled, variables as %(name)s."""
    for match in _TAGGED.finditer(text):
        yield match[2].replace("%", "%%")
    for match in _BLOCK.finditer(text):
        yield re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", match[1].replace("%", "%%"))


def _of_module(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def compile_all() -> list[Path]:
    """Write the .mo beside every .po of the faces; return what was compiled."""
    sources = sorted(FACES.glob("*/locale/*/LC_MESSAGES/django.po"))
    for source in sources:
        target = source.with_suffix(".mo")
        subprocess.run(["msgfmt", "--check-format", "-o", str(target), str(source)], check=True)  # noqa: S603, S607
    return sources


if __name__ == "__main__":
    for compiled in compile_all():
        print(compiled.relative_to(FACES))
