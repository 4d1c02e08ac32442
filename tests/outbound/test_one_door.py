"""Only outbound.py and mail.py may talk to other hosts."""

import ast
import re
from pathlib import Path

BACKEND = Path(__file__).parents[2] / "backend"
CLIENTS = {"aiohttp", "httpx", "requests", "urllib3", "http.client", "urllib.request", "websockets"}
MAILERS = {"aiosmtplib", "smtplib", "poplib", "imaplib"}
CONNECT = re.compile(
    r"open_connection|loop\.create_connection|sock_connect\(|(?<!sqlite3)\.connect\("
)


def _imports(path: Path) -> set[str]:
    """Every module name that a file imports, and each of its parents."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names | {name.split(".")[0] for name in names}


def test_no_other_file_imports_an_http_client() -> None:
    guilty = {
        path.relative_to(BACKEND).as_posix()
        for path in BACKEND.rglob("*.py")
        if _imports(path) & CLIENTS
    }
    assert guilty == {"outbound.py"}


def test_no_other_file_imports_a_mail_client() -> None:
    guilty = {path.name for path in BACKEND.rglob("*.py") if _imports(path) & MAILERS}
    assert guilty == {"mail.py"}


def test_no_other_file_opens_a_connection() -> None:
    # keepalive.py wraps the sockets that outbound.py has dialled, it dials none.
    guilty = {path.name for path in BACKEND.rglob("*.py") if CONNECT.search(path.read_text())}
    assert guilty == {"outbound.py", "keepalive.py", "mail.py"}
    assert "sock=sock" in (BACKEND / "keepalive.py").read_text()


def test_pywebpush_is_only_used_to_encrypt() -> None:
    for path in BACKEND.rglob("*.py"):
        for name in _imports(path):
            assert not name.startswith("pywebpush.") or name == "pywebpush.WebPusher"
    uses = [path.name for path in BACKEND.rglob("*.py") if "pywebpush" in _imports(path)]
    assert uses == ["encoder.py"]
    source = (BACKEND / "push" / "encoder.py").read_text()
    assert ".send(" not in source
    assert ".send_async(" not in source
