"""What the README tells people to type is what is tested."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def commands(section: str) -> list[str]:
    """The lines of shell blocks below that heading."""
    text = (ROOT / "README.md").read_text().partition(f"\n## {section}\n")[2]
    blocks = re.findall(r"```sh\n(.*?)```", text.partition("\n## ")[0], re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_ci_runs_the_readme_s_test_command_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    done = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert done == commands("Test")


def test_both_commands_need_only_python() -> None:
    for section in ("Start", "Test"):
        [command] = commands(section)
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q uv && ")
