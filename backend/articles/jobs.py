"""What the scheduler calls for articles."""

from backend.articles import links_service
from backend.outbound import Guard


async def check_links(guard: Guard) -> None:
    """Every quarter of an hour: a look at the pages whose minute of the night has come."""
    await links_service.check_due(guard)
