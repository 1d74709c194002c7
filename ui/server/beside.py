"""Work on the event loop beside a block, which ends with it: what the application's lifespan is made of."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None], *, name: str) -> AsyncIterator[None]:
    """Let a coroutine run while the block does; it is cancelled at the block's end.

    Args:
        work: the coroutine.
        name: of its task, as debuggers show it.
    """
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
