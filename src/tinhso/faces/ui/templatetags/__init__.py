# SPDX-License-Identifier: EUPL-1.2
"""Tag libraries of the design system."""
