"""What a senior's own phone is given is understood by browsers of 2019, WeChat's old ones among them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from settings import ROOT

SCRIPTS = [
    *sorted((ROOT / "ui" / "player").glob("*.js")),
    *sorted((ROOT / "assets" / "at_home").glob("*.js")),
    ROOT / "ui" / "tablet" / "learner.js",
]
TEMPLATES = [ROOT / "web" / "templates" / name for name in ("lesson.html", "at_home.html")]
# Syntax that came after ES2019, as the parser names it; and what came to the library after it.
LATER_NODES = {"optional_chain", "private_property_identifier", "field_definition", "class_static_block"}
LATER_SIGNS = {"??", "??=", "||=", "&&="}
LATER_NAMES = {
    "globalThis",
    "allSettled",
    "replaceAll",
    "matchAll",
    "structuredClone",
    "at",
    "findLast",
    "any",
}
INLINE = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)


def later_than_2019(script: str) -> list[str]:
    """Return what in a script a browser of 2019 does not understand."""
    tree = Parser(Language(tree_sitter_javascript.language())).parse(script.encode())
    return [f"{node.start_point[0] + 1}: {what}" for node in _all(tree.root_node) if (what := _later(node))]


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _later(node: Node) -> str:
    words = (node.text or b"").decode()
    if node.type in LATER_NODES or node.type == "ERROR" or node.is_missing:
        return node.type
    if node.type in LATER_SIGNS or (node.type == "number" and words.endswith("n")):
        return words
    if node.type == "call_expression" and node.children[0].type == "import":
        return "import()"
    is_called = node.parent is not None and node.parent.type == "member_expression"
    if node.type == "property_identifier" and is_called and words in LATER_NAMES:
        calling = node.parent.parent if node.parent else None
        return words if calling is not None and calling.type == "call_expression" else ""
    return words if node.type == "identifier" and words == "globalThis" else ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: str(Path(file).relative_to(ROOT)))
def test_scripts(script: Path) -> None:
    assert later_than_2019(script.read_text("utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_scripts_within_pages(template: Path) -> None:
    scripts = [re.sub(r"\{\{.*?\}\}", "x", script) for script in INLINE.findall(template.read_text("utf-8"))]
    assert scripts and [fault for script in scripts for fault in later_than_2019(script)] == []


@pytest.mark.parametrize(
    "script",
    [
        "a?.b",
        "a ?? b",
        "a ||= b",
        "class A { #b = 1 }",
        "10n",
        "await import('x')",
        "x.at(-1)",
        "globalThis.x",
        "(",
    ],
)
def test_what_came_later_is_found(script: str) -> None:
    assert later_than_2019(script) != []
