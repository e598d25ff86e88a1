# SPDX-License-Identifier: EUPL-1.2
"""The eight shared domains, each small and finished."""
