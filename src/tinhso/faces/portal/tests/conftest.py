# SPDX-License-Identifier: EUPL-1.2
"""Static files as they are, for pages rendered in these tests."""

from tinhso.faces.ui.tests.static_files import plain_static_files

__all__ = ["plain_static_files"]
