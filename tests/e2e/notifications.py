"""The desktop's notification service on a private D-Bus: keeps what was shown, and clicks it."""
# ruff: noqa: N802, ARG002 - names and arguments are those of the specification

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from tests import tools

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
Texts = Annotated[list[str], DBusSignature("as")]
About = Annotated[tuple[str, str, str, str], DBusSignature("ssss")]
Closed = Annotated[list[int], DBusSignature("uu")]
Invoked = Annotated[tuple[int, str], DBusSignature("us")]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A notification as a person sees it."""

    id: int
    title: str
    body: str
    actions: dict[str, str]
    """Texts of its buttons by their keys."""


class Desktop(ServiceInterface):
    """org.freedesktop.Notifications, version 1.2."""

    def __init__(self, bus: MessageBus, address: str) -> None:
        super().__init__(NAME)
        self.bus, self.address = bus, address
        self.shown: list[Shown] = []
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    @dbus_method()
    def GetCapabilities(self) -> Texts:
        """What this desktop can show."""
        return ["actions", "body", "persistence"]

    @dbus_method()
    def GetServerInformation(self) -> About:
        """Name, vendor, version, version of the specification."""
        return ("desktop", "tests", "1", "1.2")

    @dbus_method()
    def Notify(
        self,
        app_name: DBusStr,
        replaces_id: DBusUInt32,
        app_icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Texts,
        hints: DBusDict,
        expire_timeout: DBusInt32,
    ) -> DBusUInt32:
        """Shows a notification; its id."""
        buttons = dict(zip(actions[::2], actions[1::2], strict=True))
        shown = Shown(replaces_id or len(self.shown) + 1, summary, body, buttons)
        self.shown.append(shown)
        task = asyncio.create_task(self._tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return shown.id

    @dbus_method()
    def CloseNotification(self, id: DBusUInt32) -> None:
        """Takes a notification away."""
        self.NotificationClosed(id, 3)

    @dbus_signal()
    def NotificationClosed(self, id: DBusUInt32, reason: DBusUInt32) -> Closed:
        """Says that a notification is gone."""
        return [id, reason]

    @dbus_signal()
    def ActionInvoked(self, id: DBusUInt32, key: DBusStr) -> Invoked:
        """Says that somebody clicked."""
        return (id, key)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def wait_for(self, count: int, seconds: float) -> Shown:
        """The notification of that number, once it is shown; TimeoutError after `seconds`."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.shown) >= count), seconds)
        return self.shown[count - 1]

    def click(self, shown: Shown, key: str = "default") -> None:
        """What a person does with it: a tap on it, or on one of its buttons."""
        self.ActionInvoked(shown.id, key)


@asynccontextmanager
async def desktop(folder: Path) -> AsyncIterator[Desktop]:
    """A desktop of its own; `address` goes into a browser's DBUS_SESSION_BUS_ADDRESS."""
    socket, config = folder / "bus", folder / "bus.conf"
    config.write_text(BUS.format(socket=socket))
    process = await asyncio.create_subprocess_exec(
        tools.dbus_daemon(), f"--config-file={config}", "--nofork", "--print-address",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = (await asyncio.wait_for(process.stdout.readline(), 10)).decode().strip()
        bus = await MessageBus(bus_address=address).connect()
        made = Desktop(bus, address)
        bus.export(PATH, made)
        await bus.request_name(NAME)
        yield made
        bus.disconnect()
    finally:
        process.terminate()
        await process.wait()
