# SPDX-License-Identifier: EUPL-1.2
"""Pages are tested without collected static files: addresses stay plain, nothing is hashed. Each test begins in
Vietnamese.

Each face's `tests/conftest.py` imports the fixture.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> Iterator[None]:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
    # A request in English would leave its language to the test that follows in the same thread.
    with translation.override("vi"):
        yield
