"""`python -m tests.bench [--quick] NAME` measures; without a name it lists what can be measured."""

import argparse
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType


def benchmarks() -> dict[str, Path]:
    """The benchmarks of this folder by name: the modules that state a goal."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return {file.stem: file for file in files if "\nGOAL" in file.read_text()}


def load(name: str) -> ModuleType:
    """The benchmark's module."""
    return importlib.import_module(f"tests.bench.{name}")


def listing() -> str:
    """One line for each benchmark."""
    return "\n".join(f"{name:16}{load(name).PURPOSE}" for name in benchmarks())


def measure(name: str, quick: bool) -> bool:
    """Runs a benchmark, prints its JSON line; True when it meets its goal."""
    module = load(name)
    result = module.run(quick)
    figures, passed = result.figures, result.passed
    line = {"name": name, "figures": figures, "goal": module.GOAL, "pass": passed}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return bool(passed)


def main() -> int:
    """Exit code: 0 goal met, 1 missed, 2 no such benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="?", help="what to measure")
    parser.add_argument("--quick", action="store_true", help="a shorter, rougher run")
    arguments = parser.parse_args()
    if arguments.name is None:
        print(listing())
        return 0
    if arguments.name not in benchmarks():
        known = ", ".join(benchmarks())
        print(f"There is no benchmark {arguments.name!r}; there are: {known}", file=sys.stderr)
        return 2
    return 0 if measure(arguments.name, arguments.quick) else 1


if __name__ == "__main__":
    sys.exit(main())
