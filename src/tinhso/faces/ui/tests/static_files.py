# SPDX-License-Identifier: EUPL-1.2
"""Pages are tested without collected static files: addresses of files stay plain and nothing is hashed.

Each face's `tests/conftest.py` imports the fixture.
"""

from pathlib import Path
from typing import Any

import pytest

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
