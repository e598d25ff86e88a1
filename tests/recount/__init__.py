# SPDX-License-Identifier: EUPL-1.2
"""Every number that people are shown, counted again by another hand: plain SQL over the acts, none of the folds."""
