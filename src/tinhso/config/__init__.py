# SPDX-License-Identifier: EUPL-1.2
"""Settings, the typed reader of the environment, URLs and the WSGI entry."""
