# SPDX-License-Identifier: EUPL-1.2
"""Views of the citizen's face, one file per noun: read the request, call one action or query, answer."""
