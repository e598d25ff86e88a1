# SPDX-License-Identifier: EUPL-1.2
"""The Case spine (hồ sơ công việc): what all official work shares — state, whose turn, clock, holder.

Each kind of work brings a `workflow.py` (a `Workflow`) and its own model with a one-to-one `case`; inboxes,
reminders and the operations centre know only phases. The kernel never asks which kind a case is.
"""
