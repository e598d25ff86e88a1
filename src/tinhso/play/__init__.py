# SPDX-License-Identifier: EUPL-1.2
"""The living province: plays citizens and officers through the same actions that users call."""
