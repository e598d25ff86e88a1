# SPDX-License-Identifier: EUPL-1.2
"""Schema of the calendar."""
