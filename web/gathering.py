"""Many small requests, one commit: what arrives while a batch is being written goes into the next one."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from anyio import to_thread

P = TypeVar("P")
T = TypeVar("T")


class _Batch(Generic[P, T]):
    """Parcels that go into one transaction together, and the task that writes them."""

    def __init__(self) -> None:
        self.parcels: list[P] = []
        self.written: asyncio.Task[Sequence[T]] | None = None


class Gathering(Generic[P, T]):
    """Parcels of several requests share a commit. write: stores them and answers each, in order."""

    def __init__(self, write: Callable[[Sequence[P]], Sequence[T]]) -> None:
        self._write_all = write
        self._next: _Batch[P, T] = _Batch()
        self._one_at_a_time = asyncio.Lock()

    async def take(self, parcel: P) -> T:
        """Return the answer to a parcel, once it is stored."""
        batch, place = self._next, len(self._next.parcels)
        batch.parcels.append(parcel)
        if batch.written is None:
            batch.written = asyncio.create_task(self._write(batch))
        # Whoever hangs up takes nobody else's parcels along.
        return (await asyncio.shield(batch.written))[place]

    async def _write(self, batch: _Batch[P, T]) -> Sequence[T]:
        async with self._one_at_a_time:
            self._next = _Batch()
            return await to_thread.run_sync(self._write_all, batch.parcels)
