# SPDX-License-Identifier: EUPL-1.2
"""Figures for everybody and for leaders: the index of Decision 766 and statistic tables, wide and on a phone."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, sign_in_officer
from tests.journeys.test_finding import look

pytestmark = [pytest.mark.journey, pytest.mark.slow]
