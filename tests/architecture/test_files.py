# SPDX-License-Identifier: EUPL-1.2
"""Size, header, name and habits of every file (style models, part 2)."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sizes import functions
from tests.architecture.tree import ROOT, SOURCE, Module, files, listed, modules, packages, product_modules

HEADER = "SPDX-License-Identifier: EUPL-1.2"
LONGEST_FILE, LONGEST_FUNCTION = 600, 80
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
# Spelled in two pieces, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "registry.npmjs" + ".org", "files.python" + "hosted.org")
CATCHES_EVERYTHING = {
    "src/tinhso/kernel/events/subscriptions.py:_answer": "the worker loop: a failed reaction is parked with its error",
    "src/tinhso/kernel/events/tasks.py:_deliver": "a worker loop: a fold that fails stands still, others go on",
    "src/tinhso/modules/onestop/actions/papers.py:issue_paper": "a worker loop: a paper that fails waits",
}
ASKS_THE_CLOCK = re.compile(
    r"(timezone\.(now|localdate|localtime)\(\)|datetime\.now\(|date\.today\(|utcnow\(|time\.time\(|auto_now)"
)
CLOCK_KNOWN = {
    "src/tinhso/kernel/identity/models.py: created_at = models.DateTimeField(auto_now_add=True)": (
        "the sign-in library makes the account of a citizen and hands over no instant"
    ),
}


def test_every_python_file_names_its_licence():
    missing = [module.path for module in modules() if not any(HEADER in line for line in module.lines[:2])]

    assert not missing, listed(missing)


def test_every_python_file_says_what_it_is_for():
    silent = [
        module.path for module in modules() if not ast.get_docstring(module.tree) and "/migrations/0" not in module.path
    ]

    assert not silent, listed(silent)


def test_files_and_functions_stay_readable():
    long_files = [f"{module.path}: {len(module.lines)}" for module in modules() if len(module.lines) > LONGEST_FILE]
    long_functions = [f"{where}: {length}" for length, where in functions() if length > LONGEST_FUNCTION]

    assert not long_files + long_functions, listed(long_files + long_functions)


def test_no_file_is_named_after_nothing():
    named = [module.path for module in modules() if EMPTY_NAMES & set(module.path.removesuffix(".py").split("/"))]

    assert not named, listed(named)


def test_every_kernel_package_and_module_has_its_card():
    """The card says what the package is for, its acts and case kinds, its law: three lines at least."""
    thin = []
    for package in packages():
        card = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
        if len(card.splitlines()) < 3:
            thin.append(package.name)

    assert not thin, listed(thin)


def catches_everything(module: Module) -> Iterator[str]:
    """Give every function that swallows any exception; catching to clean up and raising again is no swallowing."""
    for function in ast.walk(module.tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for handler in ast.walk(function):
                if isinstance(handler, ast.ExceptHandler) and _is_broad(handler) and not _raises_again(handler):
                    yield f"{module.path}:{function.name}"


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        one is None or (isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"}) for one in caught
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise)


def test_nobody_catches_everything_but_the_worker_loop():
    found = {where for module in product_modules() for where in catches_everything(module)}

    assert found == set(CATCHES_EVERYTHING)


def test_a_swallowed_exception_is_seen():
    bad = ast.parse("def act():\n    try:\n        go()\n    except Exception:\n        return None\n")
    good = ast.parse("def act():\n    try:\n        go()\n    except BaseException:\n        tidy()\n        raise\n")

    assert list(catches_everything(Module("bad.py", [], bad))) == ["bad.py:act"]
    assert list(catches_everything(Module("good.py", [], good))) == []


def test_time_is_passed_in_below_the_faces():
    """Only faces, the worker's tasks and the programs that start processes ask the clock."""
    asking = [
        f"{module.path}: {line.strip()}"
        for module in product_modules()
        if _is_below_faces(module.path)
        for line in module.lines
        if ASKS_THE_CLOCK.search(line)
    ]

    assert set(asking) == set(CLOCK_KNOWN), listed(asking)


def _is_below_faces(path: str) -> bool:
    below = ("src/tinhso/lib/", "src/tinhso/kernel/", "src/tinhso/modules/", "src/tinhso/play/")
    return path.startswith(below) and not path.endswith("/tasks.py") and "/migrations/" not in path


def test_no_committed_file_names_a_package_registry():
    kinds = (".py", ".toml", ".lock", ".md", ".yaml", ".yml", ".cfg", ".ini", ".txt", ".json", ".sh", ".service", "")
    found = [
        str(path.relative_to(ROOT))
        for path in files(*kinds)
        if any(name in path.read_text(encoding="utf-8", errors="replace") for name in REGISTRIES)
    ]

    assert not found, listed(found)


def test_the_source_is_found():
    assert SOURCE.is_dir()
    assert len(modules()) > 200
