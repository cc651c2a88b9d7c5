"""The description of the API is kept: by requests made up from it, and by a client made of it."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import yaml

from fasmodell import load_rule_base
from fasmodell.web.served import Settings
from in_process import ROOT
from web_server import YAML, as_json, serving

TOKEN = "a-token-of-some-length"
BIN = Path(sys.executable).parent
# A profile may have the described form and still not make sense, such as a date that there is not; or be written in
# YAML in a way that this library does not read. Both are told of as problems of what was sent.
SETTINGS = """[checks]
positive_data_acceptance.expected-statuses = ["2xx", "401", "404", "400", "422"]
"""
MINIMAL = ROOT / "tests" / "good" / "minimal"
# What is asked of each resource on its own, beyond every bound and every omission that its description knows of.
# Others take several minutes each; every resource is met by the made-up requests below.
THOROUGH = ("/v1/phase", "/v1/rule-base", "/v1/catalogue/{kind}/{name}")
SEED = "20260331"


def schemathesis(folder: Path, client: httpx.Client, *words: str) -> str:
    """What schemathesis says of a server; fails when it found anything."""
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    address = str(client.base_url.join("/v1/openapi.json"))
    done = subprocess.run(
        [BIN / "schemathesis", "run", address, "--checks", "all", "--seed", SEED, *words],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "120"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("path", THOROUGH)
def test_what_is_described_is_what_is_done_at_every_bound(path: str, tmp_path: Path) -> None:
    base = load_rule_base(MINIMAL / "rules", MINIMAL / "knowledge_base", cache=False)
    with serving(base=base) as client:
        words = ("--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--include-path", path)
        schemathesis(tmp_path, client, *words)


def test_made_up_requests_to_every_resource_meet_the_description(tmp_path: Path) -> None:
    with serving() as client:
        said = schemathesis(tmp_path, client, "--phases", "examples,fuzzing", "--max-examples", "4")
    assert "12 selected / 12 total" in said


def test_a_guarded_server_keeps_the_description_too(tmp_path: Path) -> None:
    with serving(Settings(token=TOKEN)) as client:
        words = ("--phases", "examples,fuzzing", "--max-examples", "3", "--include-path-regex", "check|rule-base")
        schemathesis(tmp_path, client, "-H", f"Authorization: Bearer {TOKEN}", *words)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def generated(client: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A client that openapi-python-client makes of the description, complete."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(client.get("/v1/openapi.json").text, encoding="utf-8")
    words = ("generate", "--path", "openapi.json", "--meta", "none", "--output-path", "made")
    done = subprocess.run(
        [BIN / "openapi-python-client", *words],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout + done.stderr
    # Bodies in YAML are all that it does not know.
    assert told.count("WARNING") == told.count("Unsupported content type application/yaml")
    assert "Unable to process schema" not in told
    sys.path.insert(0, str(folder))
    yield importlib.import_module("made")
    sys.path.remove(str(folder))


def test_a_generated_client_is_answered_as_anybody_else(generated: ModuleType, client: httpx.Client) -> None:
    text = (ROOT / "examples" / "bjorkdalen.yaml").read_text(encoding="utf-8")
    models = importlib.import_module("made.models")
    profile = models.Profile.from_dict(as_json(text))
    with generated.Client(str(client.base_url), timeout=httpx.Timeout(60)) as session:
        for name, options in {
            "recommend": {"set_": ["open_drug_scene_level=3"]},
            "phase": {},
            "why": {"measure": models.WhyMeasure("safety_walk")},
            "why_not": {"target": "phase:3"},
            "what_if": {"set_": ["open_drug_scene_level=3"]},
            "ask": {"lang": models.AskLang.EN},
            "plan": {"at_once": 3},
            "check": {},
        }.items():
            asked = importlib.import_module(f"made.api.default.{name}")
            sent = profile.to_dict() if name == "check" else profile  # which takes anything
            answer = asked.sync_detailed(client=session, body=sent, **options)
            assert answer.status_code == 200, (name, answer.content)
            assert answer.parsed.to_dict() == httpx.Response(200, content=answer.content).json(), name
        batch = importlib.import_module("made.api.default.batch")
        assert batch.sync(client=session, body=models.Profiles([profile.to_dict()] * 2)).answered == 2
        catalogue = importlib.import_module("made.api.default.read_catalogue").sync(client=session)
        assert [one.id for one in catalogue.measures] == [*load_rule_base().knowledge.measures]


def test_a_generated_client_is_told_what_is_wrong(generated: ModuleType, client: httpx.Client) -> None:
    models = importlib.import_module("made.models")
    bad = {"format": "fasmodell.profile/1", "area": {"name": "A"}, "as_of": "2026-02-30"}
    asked = importlib.import_module("made.api.default.phase")
    with generated.Client(str(client.base_url), timeout=httpx.Timeout(60)) as session:
        answer = asked.sync_detailed(client=session, body=models.Profile.from_dict(bad))
    assert answer.status_code == 422
    assert [one.code for one in answer.parsed.diagnostics] == ["FM414"]
    same = client.post("/v1/phase", content=yaml.dump(bad), headers=YAML)
    assert [one["code"] for one in same.json()["diagnostics"]] == ["FM414"]
