# SPDX-License-Identifier: EUPL-1.2
"""A played week folded again from nothing, and asked for as it was known on each of its days."""
