"""Every curl example of docs/api.md is answered by a real server as the text around it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from in_process import ROOT
from web_server import serving

GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)```", GUIDE, re.DOTALL)
# What each example shows, in the order of the guide: a key of the answer with its value, or a piece of a page.
SHOWN: list[tuple[str, object]] = [
    ("format", "fasmodell.answer/1"),
    ("format", "fasmodell.phase/1"),
    ("format", "fasmodell.what_if/1"),
    ("format", "fasmodell.plan/1"),
    ("refused", 1),
    ("type", "/v1/problems/FM104"),
    ("", "unknown key"),
]
if shutil.which("curl") is None:
    pytest.skip("the examples need curl", allow_module_level=True)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_an_example_is_answered_as_the_guide_says(client: httpx.Client, number: int) -> None:
    assert len(EXAMPLES) == len(SHOWN)
    address = f"{str(client.base_url).rstrip('/')}/"
    script = EXAMPLES[number].replace("http://127.0.0.1:8000/", address)
    assert address in script
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    key, value = SHOWN[number]
    assert (json.loads(done.stdout)[key] == value) if key else (str(value) in done.stdout)


def test_every_question_of_the_description_stands_in_the_guide(client: httpx.Client) -> None:
    document = client.get("/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "{" in path or path == "/v1/openapi.json":
                continue
            (row,) = re.findall(rf"^\| `{method.upper()} {re.escape(path)}` \|.*$", GUIDE, re.MULTILINE)
            named = {one.split(" ")[0].strip("`") for one in row.split("|")[3].strip().split(", ")}
            assert named == {one["name"] for one in operation["parameters"]}, path
