# SPDX-License-Identifier: EUPL-1.2
"""The design system shared by all faces: layout, components, static files."""
