# SPDX-License-Identifier: EUPL-1.2
"""The provincial index of digital transformation (DTI cấp tỉnh): its editions as data, published results, simulation.

A published result is the ministry's; a score computed here is official only when every weight is confirmed, else it is
a simulation that names its assumptions (922/QĐ-BTTTT; ADR 0041).
"""
