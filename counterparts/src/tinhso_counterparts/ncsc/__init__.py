# SPDX-License-Identifier: EUPL-1.2
"""Stand-in for the national centre that watches cyberspace (NCSC): signed packets in, lists of addresses out.

The official schema of these packets is not public. The shape checked here is the one the province's adapter speaks;
what is faithful is the manner: nothing unsigned is taken, nothing private is taken, a repeat is recognised, it fails.
"""
