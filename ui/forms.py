"""A form whose button runs a rule with what stands in the fields, and tells in place how it went."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from services import work
from services.errors import Refused
from ui import frame
from ui.frame import Notice, Tone
from ui.text import _, explain


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page. name: its own among all forms there.

    After a refusal all that was typed stays; after success the fields are new.
    """

    name: str

    def key(self, field: str) -> str:
        """Return the session key of a field; the rule gets it by the name of the field."""
        return f"{self.name}.{st.session_state.get(f'{self.name}.turn', 0)}.{field}"

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """Draw the fields inside, and below them how the last attempt went."""
        with st.form(self.key("form"), border=False, enter_to_submit=False):
            yield
        told = st.session_state.pop(f"{self.name}.told", None)
        if told:
            frame.show(told)

    def button(
        self,
        label: str,
        rule: Callable[..., Any],
        *fields: str,
        done: str = "",
        quiet: bool = False,
        **fixed: Any,
    ) -> None:
        """Draw the button that runs the rule with these fields and with what is fixed."""
        keys = {field: self.key(field) for field in fields}
        st.form_submit_button(
            label,
            key=self.key(f"send.{label}"),
            type="secondary" if quiet else "primary",
            on_click=self._send,
            args=(rule, keys, done, fixed),
        )

    def _send(self, rule: Callable[..., Any], keys: dict[str, str], done: str, fixed: dict[str, Any]) -> None:
        # Read at the click: what the button was drawn with may be older than the last letter typed.
        typed = {field: st.session_state[key] for field, key in keys.items()}
        if None in typed.values():
            st.session_state[f"{self.name}.told"] = Notice(
                Tone.PROBLEM, _("Please choose from every list first.")
            )
            return
        try:
            work.do(rule, frame.actor(), **fixed, **typed)
        except Refused as refused:
            st.session_state[f"{self.name}.told"] = Notice(Tone.PROBLEM, explain(refused))
            return
        st.session_state[f"{self.name}.turn"] = st.session_state.get(f"{self.name}.turn", 0) + 1
        st.session_state[f"{self.name}.told"] = Notice(Tone.GOOD, done)
