# SPDX-License-Identifier: EUPL-1.2
"""Write the reference pages that the code itself can tell: `python docs/generate.py`.

Verbs, step tables, commands and privacy come from the code that runs; `tests/docs` fails when a page differs from it.
"""

import dataclasses
import importlib
import os
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import django
import yaml
from django.apps import apps

REFERENCE = Path(__file__).parent / "reference"
SOURCE = Path(__file__).parents[1] / "src" / "tinhso"
WRITTEN = "<!-- Written by docs/generate.py; change the code, then run it again. -->"


def page(title: str, intro: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"{WRITTEN}\n# {title}\n\n{intro}\n\n{body.rstrip()}\n"


def table(head: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Give the lines of a Markdown table, an empty one after it."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def type_name(hint: Any) -> str:
    """Return a type as people write it: `str`, `UUID | None`, `tuple[str, …]`."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return " or ".join("nothing" if arg is type(None) else type_name(arg) for arg in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return f"list of {type_name(typing.get_args(hint)[0])}"
    return str(hint.__name__)


def verbs() -> str:
    """Return the page of the catalogue of verbs."""
    catalogue = importlib.import_module("tinhso.kernel.events.catalogue")
    homes: dict[str, list[Any]] = {}
    for verb in catalogue.VERBS.values():
        if ".tests." not in verb.payload.__module__:
            homes.setdefault(verb.payload.__module__.partition(".types")[0], []).append(verb)
    lines: list[str] = []
    for home in sorted(homes):
        lines += [f"## {home}", ""]
        rows = ((f"`{verb.name}`", verb.title, verb.version, _payload(verb.payload)) for verb in homes[home])
        lines += table(["Verb", "Title", "Version", "Payload"], rows)
    intro = (
        "Every act the product can record. Besides its payload an act carries: number, instant, actor, on whose "
        "behalf, unit, area, subject, case, legal source, evidence. How to add one: "
        "[add an act verb](../how-to/add-an-act-verb.md)."
    )
    return page("Catalogue of verbs", intro, lines)


def _payload(payload: type) -> str:
    hints = typing.get_type_hints(payload)
    return ", ".join(f"`{field.name}` {type_name(hints[field.name])}" for field in dataclasses.fields(payload)) or "—"


def workflows() -> str:
    """Return the page of the step tables with their diagrams."""
    lines: list[str] = []
    for workflow in importlib.import_module("tinhso.kernel.casework.workflow").all_workflows():
        if not workflow.kind.startswith("test"):
            lines += [f"## {workflow.title} (`{workflow.kind}`)", "", *_diagram(workflow), ""]
            lines += _states(workflow)
            lines += _steps(workflow)
    intro = (
        "Who may move what from where, under which article. Overdue is no state: it is computed from dates. "
        "How to add a step: [add a step](../how-to/add-a-step.md)."
    )
    return page("Workflows", intro, lines)


def _diagram(workflow: Any) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {workflow.initial}"
    for step in workflow.steps.values():
        for source in sorted(step.sources):
            yield f"    {source} --> {step.target}: {step.name}"
    for key in workflow.states:
        if not workflow.steps_from(key):
            yield f"    {key} --> [*]"
    yield "```"


def _states(workflow: Any) -> Iterator[str]:
    rows = (
        (f"`{key}`", one.title, one.phase, one.clock, one.turn or "—", one.outside_code or "—")
        for key, one in workflow.states.items()
    )
    return table(["State", "Title", "Phase", "Clock", "Turn", "Code outside"], rows)


def _steps(workflow: Any) -> Iterator[str]:
    rows = (
        (f"`{step.name}`", step.title, _codes(step.sources), f"`{step.target}`", " ".join(sorted(step.roles)), step.law)
        for step in workflow.steps.values()
    )
    return table(["Step", "Title", "From", "To", "By", "Law"], rows)


def _codes(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in sorted(words))


def commands() -> str:
    """Return the page of the command line."""
    entries = importlib.import_module("tinhso.faces.cli.main").COMMANDS
    lines: list[str] = []
    for name, entry in entries.items():
        module, _, attribute = entry.path.partition(":")
        lines += _command(f"tinhso {name}", getattr(importlib.import_module(module), attribute))
    intro = (
        "`tinhso` lies in `.venv/bin` after `make run`. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. "
        "Commands that change much only say what they would do until `--apply` is given."
    )
    return page("Commands of tinhso", intro, lines)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}"
    yield ""
    yield from (line.strip() for line in (command.help or "").strip().splitlines())
    yield ""
    names = [f"`{(one.name or '').upper()}`" for one in command.params if isinstance(one, click.Argument)]
    if names:
        yield f"Arguments: {' '.join(names)}"
        yield ""
    options = [one.get_help_record(context) for one in command.params if isinstance(one, click.Option)]
    if options:
        yield from table(["Option", "Meaning"], ((f"`{found[0]}`", found[1]) for found in options if found))
    if isinstance(command, click.Group):
        for sub, inner in sorted(command.commands.items()):
            yield from _command(f"{name} {sub}", inner)


def privacy() -> str:
    """Return the page of retention classes and personal fields."""
    classes = yaml.safe_load((SOURCE / "privacy.yaml").read_text(encoding="utf-8"))
    rows = (
        (f"`{name}`", one["means"], "not known" if one["years"] is None else one["years"], one["begins"], one["source"])
        for name, one in classes.items()
    )
    lines = ["## Retention classes", "", *table(["Class", "What", "Years", "Counted from", "Source"], rows)]
    lines += ["## Personal fields", ""]
    for path in sorted(SOURCE.glob("*/*/privacy.yaml")):
        lines += _personal(path)
    intro = (
        "Every field of every table is declared personal or not in `privacy.yaml` beside the models; personal means "
        "that it says something of a living person, or is a key that leads to one. Where nobody here has read a number "
        "of years in the law, it is left open and nothing is purged."
    )
    return page("Privacy", intro, lines)


def _personal(path: Path) -> Iterator[str]:
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = []
    for model, fields in declared.items():
        personal = [f"`{name}`" for name, one in fields.items() if one["personal"]]
        kept = sorted({one["retention"] for one in fields.values()})
        rows.append((model, ", ".join(personal) or "none", ", ".join(f"`{one}`" for one in kept)))
    yield f"### {path.parent.parent.name}.{path.parent.name}"
    yield ""
    yield from table(["Table", "Personal fields", "Class"], rows)


def openapi() -> str:
    """Return the document of the public API; its face can only be read once the applications are set up."""
    return str(importlib.import_module("tinhso.faces.api.openapi").text())


def sigma() -> str:
    """Return the matrix of Sigma 2.1: what each clause means in the detection core, held by its tests."""
    folder = SOURCE.parent / "tinhso_sigma" / "tests"
    lines: list[str] = []
    for title, file in (
        ("Detection", "conformance.yaml"),
        ("Log sources of Windows", "logsources.yaml"),
        ("Correlation", "correlation.yaml"),
    ):
        lines += [f"## {title}", ""]
        rows = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
        lines += table(
            ["Feature", "Clause", "Here", "Test"], ((*_feature(one), one.get("test", "matrix")) for one in rows)
        )
    intro = (
        "What each clause of the specification means in `src/tinhso_sigma`. *rules*, *modifiers* and *correlation* are "
        "the documents of Sigma 2.1. Where it says nothing, the line says what we do.\n\n"
        "Tests of detection are the lines themselves, with events that match and events that miss "
        "(`tests/conformance.yaml`); the slow evaluator must agree with each."
    )
    return page("Sigma 2.1", intro, lines)


def _feature(one: dict[str, str]) -> tuple[str, str, str]:
    return one["feature"], one["clause"], one["meaning"]


PAGES: dict[str, Callable[[], str]] = {
    "openapi.json": openapi,
    "verbs.md": verbs,
    "workflows.md": workflows,
    "commands.md": commands,
    "privacy.md": privacy,
    "sigma.md": sigma,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
    if not apps.ready:
        django.setup()
    for name, write in PAGES.items():
        (REFERENCE / name).write_text(write(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
