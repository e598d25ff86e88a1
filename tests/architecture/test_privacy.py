# SPDX-License-Identifier: EUPL-1.2
"""Every field of every table is declared personal or not, with its retention class, beside its models."""

import inspect
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import CharField, ForeignKey, Model, TextField

from tests.architecture.tree import SOURCE, listed

TELLING = {
    "full_name",
    "email",
    "phone",
    "birth_date",
    "personal_number",
    "address",
    "recipient",
    "username",
    "search_key",
}
ABOUT_PEOPLE = {"Person", "Officer", "Account"}
NOT_ABOUT_PEOPLE = {"Area", "Unit", "Organisation", "Plan", "Procedure", "SampleQuestion", "Source"}


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def classes() -> dict[str, dict[str, Any]]:
    return read(SOURCE / "privacy.yaml")


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tinhso.")]


@cache
def declared() -> dict[str, dict[str, dict[str, Any]]]:
    """Return what each package says of its fields, by `package.Model`."""
    found = {}
    for path in sorted(SOURCE.glob("*/*/privacy.yaml")):
        package = f"tinhso.{path.parent.parent.name}.{path.parent.name}"
        found.update({f"{package}.{model}": fields for model, fields in read(path).items()})
    return found


def name_of(model: type[Model]) -> str:
    return f"{model.__module__.partition('.models')[0]}.{model.__name__}"


def fields_of(model: type[Model]) -> set[str]:
    return {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}


def test_every_field_is_declared():
    there = {f"{name_of(model)}.{field}" for model in ours() for field in fields_of(model)}
    said = {f"{model}.{field}" for model, fields in declared().items() for field in fields}

    assert len(there) > 200
    assert not there ^ said, listed([*(f"+ {one}" for one in there - said), *(f"- {one}" for one in said - there)])


def test_every_declaration_is_of_a_known_shape():
    wrong = [
        f"{model}.{field}: {entry}"
        for model, fields in declared().items()
        for field, entry in fields.items()
        if set(entry) != {"personal", "retention"}
        or not isinstance(entry["personal"], bool)
        or entry["retention"] not in classes()
    ]

    assert not wrong, listed(wrong)


def test_every_class_is_explained_and_used():
    used = {entry["retention"] for fields in declared().values() for entry in fields.values()}
    thin = [name for name, said in classes().items() if set(said) != {"years", "begins", "means", "source"}]

    assert used == set(classes())
    assert not thin, listed(thin)


def test_fields_that_tell_who_somebody_is_are_personal():
    """Names of columns and keys to people are checked against what the package says of itself."""
    overlooked = []
    for model in ours():
        for field in model._meta.concrete_fields:
            points_at = field.related_model.__name__ if isinstance(field, ForeignKey) else ""
            tells = isinstance(field, (CharField, TextField)) and field.name in TELLING
            about_people = points_at in ABOUT_PEOPLE or (tells and model.__name__ not in NOT_ABOUT_PEOPLE)
            if about_people and not declared()[name_of(model)][field.name]["personal"]:
                overlooked.append(f"{name_of(model)}.{field.name}")

    assert not overlooked, listed(overlooked)


def test_each_declaration_lies_beside_its_models():
    far = [model for model in ours() if not (_package_folder(model) / "privacy.yaml").exists()]

    assert not far, listed(far)


def _package_folder(model: type[Model]) -> Path:
    """Return the folder that holds `models.py` or, grouped by noun, the package `models`."""
    home = Path(inspect.getfile(model)).parent
    return home.parent if home.name == "models" else home
