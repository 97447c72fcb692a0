"""What came of a form that was sent, for the page the browser is led to: going back sends nothing again."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from services import clock

T = TypeVar("T")
LASTS = timedelta(minutes=10)
MOST = 5000


class Answers(Generic[T]):
    """The answers of the last minutes, each under a name only its own browser knows.

    They live in this process alone: after a restart the form is shown anew.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[datetime, T]] = OrderedDict()

    def keep(self, name: str, answer: T) -> None:
        """Keep an answer; a later one of the same name takes its place, and the oldest are forgotten."""
        self._kept.pop(name, None)
        self._kept[name] = (clock.now(), answer)
        while len(self._kept) > MOST or next(iter(self._kept.values()))[0] < clock.now() - LASTS:
            self._kept.popitem(last=False)

    def find(self, name: str) -> T | None:
        """Return the answer of that name, None for an unknown or an old one."""
        at, answer = self._kept.get(name, (None, None))
        return answer if at is not None and at >= clock.now() - LASTS else None
