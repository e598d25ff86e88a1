# SPDX-License-Identifier: EUPL-1.2
"""Threat intelligence without Django: STIX objects, patterns, values to watch, warning lists, MISP, the scrubber.

Everything here is a function of its arguments; nothing opens a file or a socket. `watching.Watchlist` is what the
detector asks for every event.
"""
