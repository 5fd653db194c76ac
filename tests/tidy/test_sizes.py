"""Functions and modules stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from typing import Final

from tests.tidy.sources import client_facts, files, text, tree

FUNCTION_LINES_MAX: Final = 70
MODULE_LINES_MAX: Final = 500
# Reached by no one's hand: migrations are written once and never edited, vectors are data.
CODE: Final = ("*.py", "client_pwa/**.ts", "client_pwa/**.svelte", "client_pwa/**.css")


def test_no_module_has_more_than_500_lines() -> None:
    long = {str(path): count for path in files(*CODE) if (count := text(path).count("\n")) > MODULE_LINES_MAX}
    assert long == {}


def test_no_python_function_has_more_than_70_lines() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": length
        for path in files("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_no_function_of_the_app_has_more_than_70_lines() -> None:
    functions = client_facts()["functions"]
    assert functions, "the app's functions were not read"
    assert [each for each in functions if each["lines"] > FUNCTION_LINES_MAX] == []
