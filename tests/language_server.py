"""A client of yaml-language-server over stdio: it opens files as an editor does, and asks for completion and hover."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

NODE_MODULES = Path(sys.prefix) / "node" / "node_modules"
MISSING = None
if shutil.which("node") is None:
    MISSING = "node is not installed"
elif not (NODE_MODULES / "yaml-language-server").is_dir():
    MISSING = f"yaml-language-server is not in {NODE_MODULES}; `make test` installs it where there is npm"
_SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False, "url": ""},
    "kubernetesCRDStore": {"enable": False},
    "schemas": {},
    "format": {"enable": False},
}
_TIMEOUT = 60


def node_environment() -> dict[str, str]:
    """The environment in which a script for node finds what was installed."""
    return {**os.environ, "NODE_PATH": str(NODE_MODULES)}


class Told(NamedTuple):
    """What an editor underlines: the first line and column, from 1, and what it says."""

    line: int
    column: int
    message: str


class LanguageServer:
    """A running server, stopped on leaving."""

    def __init__(self) -> None:
        program = NODE_MODULES / "yaml-language-server" / "bin" / "yaml-language-server"
        self._process = subprocess.Popen(
            ["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._incoming: queue.Queue[dict[str, object]] = queue.Queue()
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "LanguageServer":
        abilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": False}},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
        }
        self._asked("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": abilities})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"yaml": _SETTINGS}}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def diagnostics(self, texts: Mapping[Path, str]) -> dict[Path, list[Told]]:
        """What is said of texts as the contents of files, by place; all are open at once, since each takes its time."""
        opened = {self._open(path, text).as_uri(): path for path, text in texts.items()}
        told: dict[Path, list[Told]] = {}
        while len(told) < len(texts):
            message = self._next()
            params = message.get("params")
            is_told = message.get("method") == "textDocument/publishDiagnostics"
            if is_told and isinstance(params, dict) and params["uri"] in opened:
                told[opened[params["uri"]]] = sorted(map(_told, params["diagnostics"]))
        return {path: told[path] for path in texts}

    def completion(self, path: Path, text: str) -> dict[str, str]:
        """The labels offered at `|` in a text, each with what is shown beside it."""
        plain, position = _cursor(text)
        path = self._open(path, plain)
        where = {"textDocument": {"uri": path.as_uri()}, "position": position}
        found = self._asked("textDocument/completion", where)
        items = found["items"] if isinstance(found, dict) else found
        assert isinstance(items, list)
        return {item["label"]: _plain(item.get("documentation", "")) for item in items}

    def hover(self, path: Path, text: str) -> str:
        """What is shown of the word at `|` in a text."""
        plain, position = _cursor(text)
        path = self._open(path, plain)
        found = self._asked("textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": position})
        return _plain(found["contents"]) if isinstance(found, dict) else ""

    def _open(self, path: Path, text: str) -> Path:
        """Open a text under a name of its own beside a file: what is said of it is then not what was said before."""
        self._number += 1
        path = path.with_name(f"{self._number}-{path.name}")
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": self._number, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return path

    def _asked(self, method: str, params: dict[str, object]) -> object:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message.get("result")

    def _next(self) -> dict[str, object]:
        message = self._incoming.get(timeout=_TIMEOUT)
        self._answered(message)
        return message

    def _answered(self, message: dict[str, object]) -> None:
        """Answer what the server asks of an editor."""
        params = message.get("params")
        if message.get("method") == "workspace/configuration" and isinstance(params, dict):
            wanted = [_SETTINGS if item.get("section") == "yaml" else None for item in params["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not length:
                return
            self._incoming.put(json.loads(stream.read(length)))


def _told(diagnostic: dict[str, object]) -> Told:
    place = diagnostic["range"]
    assert isinstance(place, dict)
    start = place["start"]
    return Told(start["line"] + 1, start["character"] + 1, str(diagnostic["message"]))


def _plain(content: object) -> str:
    return str(content["value"]) if isinstance(content, dict) else str(content)


def _cursor(text: str) -> tuple[str, dict[str, int]]:
    """A text without its `|`, and where that stood."""
    before, bar, after = text.partition("|")
    assert bar
    return before + after, {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
