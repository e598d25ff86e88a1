# SPDX-License-Identifier: EUPL-1.2
"""Two readers of JSON, a quick one for lines written the canonical way and a careful one, say the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.security.formats import jsontext
from tinhso.modules.security.formats.types import Unreadable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)
ODD = [
    '{"a":1,"a":1}', '{"a":{"b":1,"b":1}}', '{"\\u0061":1,"a":1}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":-0.0}',
    '{"a":18446744073709551615}', '{"a":18446744073709551616}', '{"a":-9223372036854775809}', '{"a":1e400}',
    '{"a":0.1000000000000000055}', '{"a":"\\ud800"}', '{"a":NaN}', '{"a":"\\u0061"}', '{"a":"\\/"}', '{"a":"\x7f"}',
    "[1]", '"a"', "{}", '{"a":1} ', '{"a" : 1}', '{"a":1}x', '{"":null}', '{"a":"' + "{" * 70 + '"}',
    '{"a":' * 65 + "1" + "}" * 65, '{"a":' + "[" * 65 + "]" * 65 + "}",
]  # fmt: skip


@given(
    st.sampled_from(ODD)
    | st.builds(lambda told, told_in: json.dumps(told, ensure_ascii=False, separators=told_in),
                st.dictionaries(st.text(max_size=3), JSON, max_size=5), st.sampled_from([(",", ":"), (", ", ": ")]))
)  # fmt: skip
def test_the_quick_reader_of_json_says_what_the_careful_one_says(text: str):
    def said() -> object:
        try:
            return repr(jsontext.load(text))
        except Unreadable as error:
            return str(error)

    quick = said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsontext, "_canonical", lambda text: None)
        assert quick == said()
