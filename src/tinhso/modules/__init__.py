# SPDX-License-Identifier: EUPL-1.2
"""The business of the province; modules never import one another."""
