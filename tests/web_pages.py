"""
The pages under test: what a browser sends of them, a server in a process of its own, and checkers of their HTML.

Where the browser, or the checkers of Node, are missing, `NO_BROWSER` and `NO_CHECKERS` say why.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType

from language_server import NODE_MODULES, node_environment

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NO_BROWSER = None if CHROMIUM is not None else "there is no chromium: the pages are not tested in a browser"
NO_CHECKERS = None
if shutil.which("node") is None:
    NO_CHECKERS = "node is not installed: the pages are not checked with axe-core and html-validate"
elif not all((NODE_MODULES / name).is_dir() for name in ("axe-core", "html-validate")):
    NO_CHECKERS = f"axe-core and html-validate are not in {NODE_MODULES}; `make test` installs them where there is npm"
_PATIENCE = 60


def example(name: str) -> str:
    """The text of an example profile."""
    return (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")


class _Fields(HTMLParser):
    """The fields of a page as a browser would send them when a button without a name is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "")
        if tag == "input" and name and kind != "file" and (kind not in ("radio", "checkbox") or "checked" in found):
            self.fields[name] = found.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.fields):
            self.fields[self._select] = found.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of a page."""
    parser = _Fields()
    parser.feed(page)
    return parser.fields


def text_of(page: str) -> str:
    """What a page says, without its tags, every run of white space as one blank."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class RunningServer:
    """A server in a process of its own, on the same port after each start; stopped on leaving."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RunningServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it answers."""
        words = [sys.executable, "-m", "fasmodell", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)
        for _ in range(_PATIENCE * 10):
            try:
                with urllib.request.urlopen(f"{self.address}/static/icon.svg", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                assert self._process.poll() is None, "the server stopped"
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it as a crash would, without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def axe_source() -> str:
    """The script of axe-core."""
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def html_faults(pages: Mapping[str, str], folder: Path) -> str:
    """What html-validate has to say of pages by name; empty when there is nothing."""
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    program = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    config = ROOT / "tests" / "node" / "htmlvalidate.json"
    done = subprocess.run(
        ["node", str(program), "--config", str(config), "--formatter", "text", *(f"{name}.html" for name in pages)],
        cwd=folder, env={**os.environ, **node_environment()}, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr
