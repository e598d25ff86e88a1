# SPDX-License-Identifier: EUPL-1.2
"""The living province: plays citizens and officers through the same actions that users call.

Nothing here writes a row of its own: `staff` puts people into posts, `citizens` draws synthetic citizens from census
ages and name frequencies, `dossiers` lets each dossier live its life, `province` plays days in order of time.
"""
