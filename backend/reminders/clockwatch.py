"""Notices when somebody sets the machine's clock (no I/O)."""

JUMP_MS = 60_000


class ClockWatch:
    """Compares the wall clock with one that nobody can set; both in ms."""

    def __init__(self) -> None:
        self._offset: int | None = None

    def jump(self, wall: int, steady: int) -> int:
        """How far the wall clock has been moved since it was last accepted; 0 up to a minute."""
        moved = 0 if self._offset is None else wall - steady - self._offset
        return moved if abs(moved) > JUMP_MS else 0

    def accept(self, wall: int, steady: int) -> None:
        """From now on this is the time."""
        self._offset = wall - steady
