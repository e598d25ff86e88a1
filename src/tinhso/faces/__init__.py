# SPDX-License-Identifier: EUPL-1.2
"""HTTP and terminals; no rules inside."""
