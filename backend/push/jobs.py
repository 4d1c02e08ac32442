"""What the scheduler calls for push."""

from backend.keys import VapidKeys
from backend.push import service


async def forget_keys(keys: VapidKeys) -> None:
    """Every hour: old VAPID keys go once no device needs them."""
    await service.forget_keys(keys)
