"""The steps of `python -m tests`, in the order in which they may begin."""

import difflib
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from xml.etree import ElementTree

from tests import tools
from tests.runner import Outcome, Step, command, environment, execute

PYTHON = sys.executable
NPM = ("npm",)
SCHEMA = tools.FRONTEND / "src" / "lib" / "api" / "schema.d.ts"


def pytest(*arguments: str, database: str = "sqlite") -> Outcome:
    """The outcome of each test, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        code, output = execute(
            [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}",
             *arguments],
            env=environment(EVERKEEL_TEST_DATABASE=database),
        )  # fmt: skip
        return _counted(code, output, _junit(report))


def _junit(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of pytest's report."""
    if not report.is_file():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return total - failed - skipped, failed, skipped


def vitest() -> Outcome:
    """The outcome of each unit test of the front end."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        code, output = execute(
            tools.npm(
                "test", "--", "--reporter=default", "--reporter=json", f"--outputFile={report}"
            ),
            env=tools.node_environment(),
            cwd=tools.FRONTEND,
        )
        found = json.loads(report.read_text()) if report.is_file() else {}
    names = ("numPassedTests", "numFailedTests", "numPendingTests")
    passed, failed, skipped = (int(found.get(name, 0)) for name in names)
    return _counted(code, output, (passed, failed, skipped))


def _counted(code: int, output: str, counts: tuple[int, int, int]) -> Outcome:
    """The counts; a run that failed for a reason of its own is one failure."""
    passed, failed, skipped = counts
    if code and not failed:
        failed = 1
    return Outcome(passed, failed, output, skipped)


def script(name: str) -> Outcome:
    """A script of the front end's package.json."""
    arguments = tools.npm("run", "--silent", name)
    return command(arguments, env=tools.node_environment(), cwd=tools.FRONTEND)


def install() -> Outcome:
    """The packages of the front end, as locked."""
    if tools.installed():
        return Outcome(1, 0)
    arguments = tools.npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return command(arguments, env=tools.node_environment(), cwd=tools.FRONTEND)


def api_types() -> Outcome:
    """Whether the committed types of the HTTP API are those of the server's description."""
    with tempfile.TemporaryDirectory() as folder:
        described, made = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        code, output = execute([PYTHON, "-m", "backend", "--data-dir", folder, "openapi"])
        if code:
            return Outcome(0, 1, output)
        described.write_text(output)
        writer = tools.FRONTEND / "scripts" / "api-types.mjs"
        result = command(tools.node(str(writer), str(described), str(made)))
        return result if result.failed else _same(SCHEMA.read_text(), made.read_text())


def _same(committed: str, made: str) -> Outcome:
    if committed == made:
        return Outcome(1, 0)
    lines = difflib.unified_diff(
        committed.splitlines(), made.splitlines(), "committed", "server", lineterm="", n=1
    )
    shown = "\n".join(list(lines)[:60])
    hint = "everkeel openapi > /tmp/openapi.json; npm run api:types -- /tmp/openapi.json"
    return Outcome(0, 1, f"{shown}\nThe types are not the server's; in frontend/: {hint}\n")


def browser(*arguments: str) -> Outcome:
    """Tests in Chromium, Firefox and WebKit."""
    with _INSTALLING:
        tools.chromium()
        tools.firefox()
        tools.webkit()
        tools.xvfb()
        tools.dbus_daemon()
    return pytest(*arguments)


def in_browsers(name: str, what: str, *arguments: str) -> Step:
    """A step in browsers; they wait a lot, and each other they leave time enough."""
    run = partial(browser, *arguments)
    return Step(name, what, run, ("npm", "build"), company="browsers")


def programs(*names: str) -> Callable[[], Outcome]:
    """A step that runs a Python tool of this environment."""
    return partial(command, [str(Path(PYTHON).with_name(names[0])), *names[1:]])


def front_end(name: str, what: str, run: Callable[[], Outcome]) -> Step:
    """A step in frontend/; they share generated files, so one at a time."""
    return Step(name, what, run, NPM, "front end")


ELSEWHERE = "--ignore=tests/e2e"
LONG = ("story", "flight", "firefox", "answering", "two_phones")
JOURNEYS = tuple(f"tests/e2e/test_{name}.py" for name in LONG)
_INSTALLING = Lock()

STEPS = (
    Step("npm", "the front end's packages", install),
    Step("lint", "ruff check", programs("ruff", "check", "--quiet", ".")),
    Step("format", "ruff format --check", programs("ruff", "format", "--quiet", "--check", ".")),
    Step("types", "mypy --strict", programs("mypy")),
    Step("imports", "import-linter", programs("lint-imports")),
    # The longest first: all the others fit beside it.
    Step("postgres", "pytest on PostgreSQL", partial(pytest, ELSEWHERE, database="postgres"), NPM),
    front_end("check", "types of components and worker", partial(script, "check")),
    front_end("canary", "the check finds an injected error", partial(script, "canary")),
    front_end("vitest", "unit tests of the front end", vitest),
    front_end("api-types", "types of the API are the server's", api_types),
    front_end("build", "the app builds", partial(script, "build")),
    Step("sqlite", "pytest on SQLite", partial(pytest, ELSEWHERE), NPM),
    in_browsers("journeys", "long ways through three browsers", *JOURNEYS),
    in_browsers("e2e", "all else in browsers", "tests/e2e", *(f"--ignore={j}" for j in JOURNEYS)),
)
