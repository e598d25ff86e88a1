# SPDX-License-Identifier: EUPL-1.2
"""The house has floors: imports (import-linter) and foreign keys go down only.

Every contract is broken once on purpose in a copy of the source, because a contract that never failed proves nothing.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

from tests.architecture.tree import ROOT, listed

LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def lint(folder: Path) -> str:
    """Return what import-linter says of the tree in `folder`, empty when every contract holds."""
    command = [str(LINTER), "--no-cache", "--no-logo", "--config", str(folder / "pyproject.toml")]
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_contracts_hold():
    broken = lint(ROOT)

    assert not broken, broken


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source to be broken."""
    unwanted = shutil.ignore_patterns("__pycache__", "tests", "static", "data", "locale", "fonts", "*.html")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(copy: Path, file: str, line: str) -> None:
    path = copy / "src" / "tinhso" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")


# Contract → the file that sins, and its sin.
SINS = {
    "house": ("lib/money.py", "import tinhso.kernel.events.types"),
    "house, exhaustive": ("tools/__init__.py", '"""A floor nobody drew."""'),
    "kernel": ("kernel/events/keys.py", "import tinhso.kernel.registry.types"),
    "kernel, side by side": ("kernel/casework/clock.py", "import tinhso.kernel.indicators.types"),
    "modules": ("modules/onestop/errors.py", "import tinhso.modules.neighbour"),
    "faces": ("faces/desk/urls.py", "import tinhso.faces.portal.urls"),
    "faces, exhaustive": ("faces/kiosk/__init__.py", '"""A face nobody drew."""'),
    "inside": ("kernel/casework/types.py", "import tinhso.kernel.casework.errors, tinhso.kernel.casework.queries"),
    "pure": ("kernel/casework/rules.py", "import django.utils.timezone"),
    "pure, also by noun": ("modules/onestop/payments/rules.py", "import django.utils.timezone"),
    "doors": ("faces/desk/urls.py", "import tinhso.kernel.casework.models"),
    "doors, also by noun": ("faces/desk/urls.py", "import tinhso.modules.onestop.models.payments"),
    "no cycles": ("lib/ids.py", "import tinhso.lib.tax_code"),
    "detection core": ("../tinhso_sigma/errors.py", "import tinhso.lib"),
}


@pytest.mark.parametrize("name", SINS)
def test_a_broken_contract_is_seen(copy: Path, name: str):
    file, line = SINS[name]
    add(copy, "modules/neighbour/__init__.py", '"""A second module, so that the first has somebody to import."""')
    add(copy, file, line)

    broken = lint(copy)

    assert f"{name.partition(',')[0]} BROKEN" in broken


def test_every_contract_is_broken_once():
    assert {contract["name"] for contract in CONTRACTS} == {name.partition(",")[0] for name in SINS}


def test_every_package_is_under_the_contract_of_its_inside():
    inside = next(contract for contract in CONTRACTS if contract["name"] == "inside")
    ours = {
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith(("tinhso.kernel.", "tinhso.modules."))
    }

    assert set(inside["containers"]) == ours


def floors() -> dict[str, int]:
    """Return the floor of every package: 0 is the highest; packages side by side share one."""
    house = next(contract for contract in CONTRACTS if contract["name"] == "house")["layers"]
    kernel = next(contract for contract in CONTRACTS if contract["name"] == "kernel")["layers"]
    found = {f"tinhso.{name}": 100 * index for index, name in enumerate(house)}
    for index, layer in enumerate(kernel):
        for name in layer.split("|"):
            found[f"tinhso.kernel.{name.strip()}"] = found["tinhso.kernel"] + index
    return found


def package_of(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def points_down(source: str, target: str) -> bool:
    """Tell whether a table of package `source` may refer to one of package `target`."""
    known = floors()

    def floor(package: str) -> int:
        return known.get(package, known[package.rpartition(".")[0]])

    return source == target or floor(target) > floor(source)


def test_every_foreign_key_points_down():
    relations = (ForeignKey, OneToOneField, ManyToManyField)
    models = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tinhso.")]
    up = [
        f"{package_of(model)}.{model.__name__}.{field.name} → {package_of(field.related_model)}"
        for model in models
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, relations) and not _is_allowed(model, field.related_model)
    ]

    assert len(models) > 30
    assert not up, listed(up)


def _is_allowed(model: type[Model], target: type[Model]) -> bool:
    return target.__module__.startswith("tinhso.") and points_down(package_of(model), package_of(target))


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("tinhso.modules.onestop", "tinhso.kernel.casework", True),
        ("tinhso.kernel.casework", "tinhso.modules.onestop", False),
        ("tinhso.kernel.casework", "tinhso.kernel.exchange", False),
        ("tinhso.kernel.documents", "tinhso.kernel.casework", False),
        ("tinhso.modules.onestop", "tinhso.modules.office", False),
        ("tinhso.kernel.identity", "tinhso.kernel.registry", True),
    ],
)
def test_which_way_is_down(source: str, target: str, allowed: bool):
    assert points_down(source, target) is allowed
