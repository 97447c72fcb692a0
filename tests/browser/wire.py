"""A wire between browser and server that can be cut and mended: a small TCP proxy in a thread."""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Wire:
    """Passes every connection on to the server, until it is cut."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._is_cut = False
        self._ends: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """End all connections and refuse new ones."""
        self._is_cut = True
        for end in list(self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(browser,), daemon=True).start()

    def _pass(self, browser: socket.socket) -> None:
        with browser, contextlib.suppress(OSError):
            if self._is_cut:
                return
            with socket.create_connection(("127.0.0.1", self._to)) as server:
                ends = {browser: server, server: browser}
                self._ends.update(ends)
                try:
                    self._pump(ends)
                finally:
                    self._ends.difference_update(ends)

    def _pump(self, ends: dict[socket.socket, socket.socket]) -> None:
        while not self._is_cut:
            for end in select.select(list(ends), [], [], 0.2)[0]:
                data = end.recv(65536)
                if not data:
                    return
                ends[end].sendall(data)


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """Lay a wire to a port of this machine."""
    laid = Wire(to)
    try:
        yield laid
    finally:
        laid.close()
