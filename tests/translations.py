"""Finds every marked sentence of the program, and which of them have no Chinese yet.

`python -m tests.translations` prints the missing ones as the lines of a .po file.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_file

import languages
from settings import ROOT

SOURCES = ("ui", "pages", "web", "services", "papers", "languages.py", "manage.py")
MARKS = ("_", "N_", "speak")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence (one, and many where it counts) and where it stands."""

    sentence: str | tuple[str, ...]
    place: str


def marked() -> Iterator[Marked]:
    """Give every marked sentence of the program."""
    for file in _files():
        sentences = _in_template(file) if file.suffix == ".html" else _in_code(file)
        for line, sentence in sentences:
            yield Marked(sentence, f"{file.relative_to(ROOT)}:{line}")


def _in_code(file: Path) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    # Babel's own extractor does not look into f-strings before Python 3.12.
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if node.func.id in MARKS and words:
            yield node.lineno, words[0]
        elif node.func.id == "ngettext" and len(words) >= 2:
            yield node.lineno, (words[0], words[1])


def _in_template(file: Path) -> Iterator[tuple[int, str]]:
    for line, sentence, _comments, _context in extract_from_file("jinja2.ext:babel_extract", file):
        if isinstance(sentence, str):
            yield line, sentence


def _files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        if path.is_file():
            yield path
        yield from sorted(f for f in path.rglob("*") if f.suffix in (".py", ".html"))


def missing() -> list[Marked]:
    """Return the sentences that have no Chinese."""
    catalogue = languages.chinese()
    seen: set[str | tuple[str, ...]] = set()
    lacking = []
    for found in marked():
        message = catalogue.get(found.sentence if isinstance(found.sentence, str) else found.sentence[0])
        if (message is None or not message.string) and found.sentence not in seen:
            seen.add(found.sentence)
            lacking.append(found)
    return lacking


def unused() -> list[str]:
    """Return the translated sentences that stand nowhere in the program any more."""
    said = {s for m in marked() for s in ([m.sentence] if isinstance(m.sentence, str) else m.sentence[:1])}
    ids = (m.id if isinstance(m.id, str) else m.id[0] for m in languages.chinese() if m.id)
    return [sentence for sentence in ids if sentence not in said]


def main() -> None:
    """Print what is missing, ready to be filled in."""
    for found in missing():
        one, *many = [found.sentence] if isinstance(found.sentence, str) else found.sentence
        print(f"#: {found.place}\nmsgid {_quoted(one)}")
        print(f'msgid_plural {_quoted(many[0])}\nmsgstr[0] ""\n' if many else 'msgstr ""\n')


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    main()
