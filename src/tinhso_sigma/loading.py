# SPDX-License-Identifier: EUPL-1.2
"""Rules from a file, a folder or a tar archive. What cannot be used is set aside with a sentence; the others go on."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import yaml
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError
from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule

from tinhso_sigma import encodings
from tinhso_sigma.correlated import Correlation, correlation_of
from tinhso_sigma.errors import Unsupported
from tinhso_sigma.reading import Placeholders, Reader
from tinhso_sigma.types import LogSource, Rule, SetAside

LARGEST_FILE = 1 << 20  # bytes
MOST_NODES = 100_000  # of one file, aliases counted as often as they are used
DRL = "Detection Rule License (DRL) 1.1"
ENDINGS = (".yml", ".yaml")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What pySigma raises on documents that are YAML and no rules: it checks less than it assumes.
BROKEN = (SigmaError, Unsupported, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
Found = SigmaRule | SigmaFilter | dict[str, Any]  # a correlation stays as it was written


@dataclass(slots=True)
class Library:
    """What was loaded: rules, correlations over them, and what was set aside with its reason."""

    rules: list[Rule] = field(default_factory=list)
    correlations: list[Correlation] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Document:
    file: str
    number: int
    found: Found


def load(*paths: Path, placeholders: Placeholders | None = None) -> Library:
    """Return the library of all rules below the paths (files, folders, .tar, .tar.gz), by file name.

    placeholders: values of `%name%` for the modifier expand; a rule that needs another is set aside.
    """
    return from_texts(_files(paths), placeholders or {})


def from_texts(texts: Iterable[tuple[str, bytes]], placeholders: Placeholders | None = None) -> Library:
    """Return the library of files given as name and content. A file LICENSE with the DRL names the licence of all."""
    encodings.enter()
    library, documents, licence = Library(), [], ""
    for name, content in texts:
        if name.rpartition("/")[2].upper().startswith("LICENSE"):
            licence = DRL if b"Detection Rule License" in content else licence
        else:
            documents += list(_documents(name, content, library.aside))
    filters = [one.found for one in documents if isinstance(one.found, SigmaFilter)]
    keys: set[str] = set()
    for one in documents:
        if isinstance(one.found, SigmaRule):
            _add_rule(library, one, filters, placeholders or {}, licence, keys)
    for one in documents:
        if isinstance(one.found, dict):
            try:
                library.correlations.append(correlation_of(one.found, f"{one.file}#{one.number}", one.file, licence))
            except BROKEN as error:
                library.aside.append(_aside(one.file, str(one.found.get("title", one.number)), error))
    _refuse_unknown_references(library)
    return library


def _refuse_unknown_references(library: Library) -> None:
    """Set aside correlations that name a rule nobody has, or themselves in the end."""
    known = {ref for rule in library.rules for ref in (rule.id, rule.name) if ref}
    left = list(library.correlations)
    usable: list[Correlation] = []
    while ready := [one for one in left if all(ref in known for ref in one.rules)]:
        usable += ready
        known |= {ref for one in ready for ref in (one.id, one.name) if ref}
        left = [one for one in left if one not in ready]
    for one in left:
        missing = ", ".join(ref for ref in one.rules if ref not in known)
        library.aside.append(
            _aside(one.file, one.title, Unsupported(f"tương quan nhắc tới “{missing}” không dùng được"))
        )
    library.correlations = usable


def _add_rule(
    library: Library, one: _Document, filters: Sequence[Any], placeholders: Placeholders, licence: str, keys: set[str]
) -> None:
    assert isinstance(one.found, SigmaRule)
    try:
        filtered = reduce(lambda rule, each: each.apply_on_rule(rule), filters, one.found)
        made = _rule(filtered, one, placeholders, licence)
        if made.key in keys:
            raise Unsupported(f"mã {made.key} đã có ở một quy tắc khác")
    except BROKEN as error:
        library.aside.append(_aside(one.file, str(one.found.title or one.number), error))
        return
    keys.add(made.key)
    library.rules.append(made)


def _rule(rule: SigmaRule, one: _Document, placeholders: Placeholders, licence: str) -> Rule:
    source = rule.logsource
    return Rule(
        key=str(rule.id or f"{one.file}#{one.number}"),
        title=str(rule.title),
        tree=Reader(rule, placeholders).tree(),
        logsource=LogSource(source.product, source.category, source.service),
        id=str(rule.id or ""),
        name=str(rule.name or ""),
        author=str(rule.author or ""),
        level=rule.level.name.lower() if rule.level else "",
        status=rule.status.name.lower() if rule.status else "",
        description=str(rule.description or ""),
        tags=tuple(map(str, rule.tags)),
        falsepositives=tuple(map(str, rule.falsepositives)),
        references=tuple(map(str, rule.references)),
        licence=str(rule.license or licence),
        file=one.file,
    )


def _documents(name: str, content: bytes, aside: list[SetAside]) -> Iterator[_Document]:
    """Give the documents of one file; what cannot be read goes aside."""
    try:
        if len(content) > LARGEST_FILE:
            raise Unsupported(f"tệp lớn hơn {LARGEST_FILE >> 10} KiB")
        plain = [one for one in yaml.load_all(content.decode("utf-8-sig"), Loader=Loader) if one is not None]
        _refuse_bomb(plain)
    except (yaml.YAMLError, *BROKEN) as error:
        aside.append(_aside(name, "", error))
        return
    template: dict[str, Any] = {}
    for number, document in enumerate(plain, 1):
        title = str(document.get("title", number)) if isinstance(document, dict) else str(number)
        try:
            if not isinstance(document, dict):
                raise Unsupported("tài liệu không phải là một quy tắc")
            if document.get("action") == "global":
                template = {key: value for key, value in document.items() if key != "action"}
                continue
            if "correlation" in document:
                yield _Document(name, number, document)
                continue
            found = SigmaCollection.from_dicts([dict(template, action="global")] * bool(template) + [document],
                                               collect_filters=True, resolve_references=False)  # fmt: skip
        except BROKEN as error:
            aside.append(_aside(name, title, error))
            continue
        for each in (*found.rules, *found.filters):
            if isinstance(each, SigmaRule | SigmaFilter):
                yield _Document(name, number, each)


def _refuse_bomb(plain: list[Any]) -> None:
    left = MOST_NODES
    waiting: list[Any] = list(plain)
    while waiting:
        left -= 1
        if left < 0:
            raise Unsupported(f"tệp có hơn {MOST_NODES:,} mục")
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _aside(file: str, rule: str, error: BaseException) -> SetAside:
    """Return the sentence; a reason of ours is Vietnamese already, one of a library is quoted."""
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    words = reason if isinstance(error, Unsupported) else f"không đọc được ({reason})"
    named = f"quy tắc “{rule}” trong tệp {file}" if rule else f"tệp {file}"
    sentence = f"Đã để riêng {named}: {words}. Hãy sửa rồi nạp lại; các quy tắc khác vẫn hoạt động."
    return SetAside(file, rule, reason, sentence)


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and _is_wanted(file.name):
                    yield str(file.relative_to(path)), _bounded(file)
        elif path.name.endswith((".tar", ".tar.gz", ".tgz")):
            yield from _of_archive(path)
        else:
            yield path.name, _bounded(path)


def _is_wanted(name: str) -> bool:
    return name.lower().endswith(ENDINGS) or name.upper().startswith("LICENSE")


def _bounded(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _of_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() and _is_wanted(member.name) else None
            if stream is not None:
                yield member.name, stream.read(LARGEST_FILE + 1)
