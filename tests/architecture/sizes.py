# SPDX-License-Identifier: EUPL-1.2
"""What to make smaller at the next release: `python -m tests.architecture.sizes` lists it, nothing fails.

Files over 400 lines and functions over 60 are listed; the test of this folder refuses 600 and 80.
"""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules

LONG_FILE, LONG_FUNCTION = 400, 60


def functions() -> Iterator[tuple[int, str]]:
    """Give the length in lines and the place of every function and method."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{module.path}:{node.name}"


def main() -> None:
    long_files = [(len(module.lines), module.path) for module in modules() if len(module.lines) > LONG_FILE]
    long_functions = [one for one in functions() if one[0] > LONG_FUNCTION]
    for length, where in sorted([*long_files, *long_functions], reverse=True):
        print(f"{length:5d}  {where}")
    print(f"{len(long_files)} files over {LONG_FILE} lines, {len(long_functions)} functions over {LONG_FUNCTION}")


if __name__ == "__main__":
    main()
