"""Course files read from disk: YAML with the line of every word, and faults in plain sentences."""

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from services.catalogue.blocks import NAMES
from services.catalogue.texts import Fault
from services.errors import N_

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Page:
    """A YAML file as it was read: its data, and the line where each part stands."""

    file: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)

    def fault(self, place: Place, what: str, todo: str, **values: Any) -> None:
        """Note one thing that is wrong."""
        self.faults.append(Fault(self.file, told(place), self.line(place), what, todo, values))


def told(place: Place) -> str:
    """Write a place as a person would: `steps 3 › do`."""
    words: list[str] = []
    for part in place:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return " › ".join(words)


def read(path: Path, shown: str) -> Page:
    """Read one YAML file; every plain word stays text, so that 9:41 or `on` keep their meaning."""
    page = Page(shown)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        page.fault((), N_("The file is not there."), N_("Write it, or take its name out of the list."))
        return page
    except UnicodeDecodeError:
        page.fault((), N_("The file is not saved as UTF-8."), N_("Save it again as UTF-8."))
        return page
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        page.lines[()] = mark.line + 1 if mark else 0
        page.fault(
            (),
            N_("The file cannot be read here: %(problem)s."),
            N_("See this line and the one above: indent with spaces, put a text with a colon in quotes."),
            problem=error.problem or "",
        )
        return page
    if node is None:
        page.fault((), N_("The file is empty."), N_("Begin with manage.py new-lesson."))
        return page
    page.data = _plain(node, (), page)
    if not isinstance(page.data, dict):
        page.data = None
        page.fault(
            (), N_("The file is not a list of fields."), N_("Begin each line with a field and a colon.")
        )
    return page


def _plain(node: yaml.Node, place: Place, page: Page) -> Any:
    page.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        bare = not node.style and node.value in ("", "~", "null")
        return None if bare else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, at), page) for at, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        inner = (*place, str(key.value))
        page.lines[inner] = key.start_mark.line + 1
        if key.value in found:
            page.fault(inner, N_("“%(word)s” is written twice."), N_("Keep one of the two."), word=key.value)
        found[str(key.value)] = _plain(value, inner, page)
    return found


def understand(page: Page, model: type[Model]) -> Model | None:
    """Make the model out of a page, or note every reason why it cannot be made."""
    if page.data is None:
        return None
    try:
        return model.model_validate(page.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _explain(page, model, detail)
        return None


def _explain(page: Page, model: type[BaseModel], detail: Any) -> None:
    place, value = _real(page.data, detail["loc"])
    kind, about = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        word = str(detail["loc"][-1])
        page.fault(place, N_("“%(word)s” is missing."), N_("Write it."), word=word)
    elif kind == "extra_forbidden":
        word = str(detail["loc"][-1])
        what = N_("“%(word)s” is not a field that is known here.")
        page.fault(place, what, _guess(near := _near(word, _known(model))), word=word, near=near)
    elif kind.startswith("union_tag"):
        word = str(next(iter(value), "")) if isinstance(value, dict) else str(value)
        what = N_("A building block cannot begin with “%(word)s”.")
        page.fault(place, what, _guess(near := _near(word, NAMES)), word=word, near=near)
    elif kind == "value_error":
        page.fault(
            place,
            N_("This text is not complete: “%(value)s”."),
            N_("Write it in Chinese and English with one | between them."),
            value=_short(value),
        )
    elif kind in ("too_long", "too_short"):
        limit = about.get("max_length", about.get("min_length"))
        what = N_("There are too many here.") if kind == "too_long" else N_("There are too few here.")
        todo = N_("At most %(limit)s.") if kind == "too_long" else N_("At least %(limit)s.")
        page.fault(place, what, todo, limit=limit)
    elif kind == "literal_error":
        page.fault(
            place,
            N_("“%(value)s” is not possible here."),
            N_("Choose one of: %(choice)s."),
            value=_short(value),
            choice=about.get("expected", ""),
        )
    else:
        page.fault(
            place,
            N_("“%(value)s” does not fit here."),
            N_("What is expected: %(rule)s."),
            value=_short(value),
            rule=detail["msg"],
        )


def _real(data: Any, loc: tuple[str | int, ...]) -> tuple[Place, Any]:
    """Leave out the parts of a location that only Pydantic sees."""
    place: list[str | int] = []
    for part in loc:
        inside = data.get(part) if isinstance(data, dict) else None
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            inside = data[part]
        if inside is not None:
            data = inside
            place.append(part)
    return tuple(place), data


def _known(model: type[BaseModel]) -> list[str]:
    """Return every field that may stand anywhere in such a file."""
    schema = model.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    return sorted({name for part in parts for name in part.get("properties", {})})


def _near(word: str, known: list[str]) -> str:
    return next(iter(difflib.get_close_matches(word, known, n=1)), "")


def _guess(near: str) -> str:
    return N_("Did you mean “%(near)s”?") if near else N_("See the list in courses/README.md.")


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"
