"""The HTTP API: answers as the command line writes them, located problems, and HTTP as it is meant."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

import httpx
import jsonschema
import pytest

from fasmodell import load_rule_base
from fasmodell.codes import CODES
from fasmodell.web.json_body import NAME, as_yaml, json_problem
from fasmodell.web.openapi_schemas import shipped
from fasmodell.web.problems import KINDS
from fasmodell.yaml_source import parse_yaml
from in_process import ROOT, run
from web_server import JSON, YAML, as_json, serving

EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
PROFILE = (ROOT / "examples" / "bjorkdalen.yaml").read_text(encoding="utf-8")
SMALL = {"format": "fasmodell.profile/1", "area": {"name": "Exempel"}, "as_of": "2026-03-31"}
# The question, and the words of the command line that ask the same of a profile on standard input.
SAME = {
    "recommend?lang=en": "recommend - --lang en --format json",
    "recommend?set=open_drug_scene_level=0": "recommend - --set open_drug_scene_level=0 --format json",
    "phase": "phase - --format json",
    "why-not?target=safety_walk": "why-not - safety_walk --format json",
    "why-not?target=phase:3": "why-not - phase:3 --format json",
    "what-if?set=open_drug_scene_level=1&lang=en": "what-if - --set open_drug_scene_level=1 --lang en --format json",
    "ask": "ask - --format json",
    "plan?actor=police=2&start=2026-09-01": "plan - --actor police=2 --start 2026-09-01 --format json",
}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    """The problem that an answer tells of, which is one as its schema has it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, object] = answer.json()
    jsonschema.validate(found, shipped("problem"))
    assert found["status"] == status
    return found


def diagnostics(answer: httpx.Response, status: int = 422) -> list[tuple[object, ...]]:
    """Code, line and column of every diagnostic in a problem."""
    found = problem(answer, status)["diagnostics"]
    assert isinstance(found, list)
    return [(one["code"], one["line"], one["column"]) for one in found]


@pytest.mark.parametrize(("asked", "words"), SAME.items(), ids=SAME)
def test_an_answer_is_what_the_command_line_prints_byte_for_byte(client: httpx.Client, asked: str, words: str) -> None:
    answer = client.post(f"/v1/{asked}", content=PROFILE, headers=YAML)
    assert answer.status_code == 200, answer.text
    assert answer.text == run(*words.split(), stdin=PROFILE).stdout.replace("<stdin>", NAME)


@pytest.mark.parametrize("name", EXAMPLES)
def test_json_and_yaml_of_the_same_profile_are_answered_alike(client: httpx.Client, name: str) -> None:
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    of_yaml = client.post("/v1/phase", content=text, headers=YAML).json()
    of_json = client.post("/v1/phase", json=as_json(text)).json()
    for answer in (of_yaml, of_json):
        for node in answer["trace"].values():
            del node["span"]
    assert of_json == of_yaml


@pytest.mark.parametrize(
    ("asked", "schema"),
    [
        ("recommend", "answer"),
        ("phase", "phase"),
        ("why?measure=safety_walk", "why"),
        ("why-not?target=open_drug_scene>=acute", "why_not"),
        ("what-if?set=open_drug_scene_level=unknown", "what_if"),
        ("ask", "ask"),
        ("plan", "plan"),
        ("check", "diagnostics"),
    ],
)
def test_every_answer_has_the_form_of_its_schema(client: httpx.Client, asked: str, schema: str) -> None:
    answer = client.post(f"/v1/{asked}", content=PROFILE, headers=YAML)
    assert answer.status_code == 200
    assert answer.headers["fasmodell-rule-base"] == load_rule_base().digest
    jsonschema.validate(answer.json(), shipped(schema))


def test_why_holds_the_proof_that_the_command_line_prints(client: httpx.Client) -> None:
    found = client.post("/v1/why", params={"measure": "safety_walk"}, content=PROFILE, headers=YAML).json()
    whole = client.post("/v1/recommend", content=PROFILE, headers=YAML).json()
    shown = run("recommend", "-", "--why", "safety_walk", stdin=PROFILE, COLUMNS="80").stdout
    assert "\n".join(found["text"]) == shown.rstrip("\n").replace("<stdin>", NAME)
    assert found["measure"] == next(one for one in whole["measures"] if one["id"] == "safety_walk")
    assert found["trace"].items() <= whole["trace"].items()
    premises = [one for node in found["trace"].values() for way in node["derivations"] for one in way["premises"]]
    assert {*premises} <= {*found["trace"]}


def test_check_tells_of_warnings_and_of_errors_without_refusing(client: httpx.Client) -> None:
    old = {**SMALL, "observations": {"trust_police_share": {"value": 40, "period": "2020"}}}
    found = client.post("/v1/check", json=old).json()
    assert found["loaded"]
    assert [one["code"] for one in found["diagnostics"]] == ["FM413"]
    found = client.post("/v1/check", json={**SMALL, "observations": {"trust_police_share": 140}}).json()
    assert not found["loaded"]
    assert [one["code"] for one in found["diagnostics"]] == ["FM402"]


# --- what is wrong with a body ---


def test_problems_of_yaml_point_into_the_text_that_was_sent(client: httpx.Client) -> None:
    text = "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\nobservations:\n  trust_polis_share: 4\n"
    answer = client.post("/v1/recommend", content=text, headers=YAML)
    assert diagnostics(answer) == [("FM401", 5, 3)]
    found = problem(answer, 422)
    assert found["type"] == "/v1/problems/FM401"
    assert found["title"] == CODES["FM401"]
    listed = found["diagnostics"]
    assert isinstance(listed, list)
    assert listed[0]["help"] == "did you mean `trust_police_share`?"


def test_problems_of_json_point_into_the_text_that_was_sent(client: httpx.Client) -> None:
    head = '{"format": "fasmodell.profile/1",\n "area": {"name": "A"}, "as_of": "2026-03-31",\n '
    text = head + '"observations": {"trust_police_share": 140}}'
    assert diagnostics(client.post("/v1/recommend", content=text, headers=JSON)) == [("FM402", 3, 41)]


def test_escapes_that_only_json_has_shift_no_place(client: httpx.Client) -> None:
    head = '{"format": "fasmodell.profile/1", "as_of": "2026-03-31",\n '
    text = head + '"area": {"name": "A\\/\\ud83d\\ude00B\\\\/"}, "trust": 1}'
    assert diagnostics(client.post("/v1/recommend", content=text, headers=JSON)) == [
        ("FM104", 2, text.split("\n")[1].index('"trust"') + 1)
    ]
    good = text.replace(', "trust": 1', "")
    answer = client.post("/v1/phase", content=good, headers=JSON)
    assert answer.json()["area"]["name"] == "A/😀B\\/"


@pytest.mark.parametrize(
    "text", ['{"a": "\\/"}', '["\\ud83d\\ude00", 1]', '{"\\\\/": "\\u00e5", "b": [1e3, -0.5, null, true]}']
)
def test_json_means_the_same_to_the_reader_of_yaml(text: str) -> None:
    assert json_problem(text) is None
    document, problems = parse_yaml(as_yaml(text).text, NAME)
    assert not problems
    assert document is not None
    assert document.data == json.loads(text)


MALFORMED = {
    "nothing at all": (b"", "FM103", 400),
    "half a document": (b'{"format": ', "FM103", 400),
    "two commas": (b'{"a": 1,, "b": 2}', "FM103", 400),
    "not text": (b'{"a": "\xff"}', "FM102", 400),
    "not a number": (b'{"a": NaN}', "FM120", 422),
    "a number of a thousand digits": (b'{"a": ' + b"9" * 1000 + b"}", "FM120", 422),
    "nesting without end": (b"[" * 200_000, "FM113", 422),
    "nesting of a hundred levels": (b"[" * 101 + b"]" * 101, "FM113", 422),
    "a list": (b"[]", "FM107", 422),
    "a text": (b'"x"', "FM107", 422),
    "half a surrogate pair": (b'{"a": "\\ud800"}', "FM103", 400),
    "a key twice": (b'{"area": {"name": "A", "name": "B"}}', "FM105", 422),
}


@pytest.mark.parametrize(("body", "code", "status"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_json_is_told_of_in_place(client: httpx.Client, body: bytes, code: str, status: int) -> None:
    answer = client.post("/v1/recommend", content=body, headers=JSON)
    assert code in {one for one, _, _ in diagnostics(answer, status)}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"&a [*a, *a]", "FM115"),
        (b"!!python/object/apply:os.system [ls]", "FM116"),
        (b"a: [", "FM103"),
        (b"a: no", "FM119"),
        (b"\x00", "FM102"),
        (b"\xff\xfea", "FM102"),
        (b"- " * 200_000, "FM113"),
    ],
)
def test_yaml_that_is_not_safe_or_not_yaml_is_told_of(client: httpx.Client, body: bytes, code: str) -> None:
    answer = client.post("/v1/recommend", content=body, headers=YAML)
    assert answer.status_code in (400, 422)
    assert code in {one for one, _, _ in diagnostics(answer, answer.status_code)}


@pytest.mark.parametrize("value", [True, "much", [], {}, 1e30, -1, {"value": "x"}, [{"period": 1, "value": 2}]])
def test_a_value_of_the_wrong_kind_is_told_of(client: httpx.Client, value: object) -> None:
    answer = client.post("/v1/recommend", json={**SMALL, "observations": {"trust_police_share": value}})
    assert diagnostics(answer)


@pytest.mark.parametrize("name", ["\u200b", "\U000fba3d", "\u2028 "])
def test_a_name_that_shows_nothing_is_none(client: httpx.Client, name: str) -> None:
    assert diagnostics(client.post("/v1/recommend", json={**SMALL, "area": {"name": name}}))[0][0] == "FM125"


def test_something_about_a_person_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/recommend", json={**SMALL, "ethnicity": "x"})
    assert {code for code, _, _ in diagnostics(answer)} == {"FM405"}


# --- options ---

WRONG_OPTIONS = {
    "recommend?lang=de": ("lang", "must be `sv` or `en`, got `de`"),
    "recommend?langg=sv": ("langg", "unknown parameter `langg`; did you mean `lang`?"),
    "recommend?lang=sv&lang=en": ("lang", "given more than once"),
    "recommend?set=open_drug_scene_level": ("set", "must be `indicator=value`"),
    "why": ("measure", "`measure` is missing"),
    "why?measure=safety_walkk": ("measure", "did you mean `safety_walk`?"),
    "why-not?target=phase:7": ("target", "`7` is not a phase"),
    "what-if": ("set", "`set` is missing"),
    "plan?start=tomorrow": ("start", "must be a day such as"),
    "plan?start=2026-02-30": ("start", "there is no day"),
    "plan?start=0001-01-01": ("start", "years go from"),
    "plan?at_once=-1": ("at_once", "a whole number from 0 to 1000"),
    "plan?at_once=1.5": ("at_once", "a whole number"),
    "plan?actor=polis=2": ("actor", "unknown actor `polis`"),
    "plan?actor=police=many": ("actor", "`actor=number`"),
    "plan?include=x": ("include", "unknown measure `x`"),
    "plan?include=safety_walk&without=safety_walk": ("without", "both included and left out"),
    "batch?top=101": ("top", "from 0 to 100"),
}


@pytest.mark.parametrize(("asked", "told"), WRONG_OPTIONS.items(), ids=WRONG_OPTIONS)
def test_a_wrong_option_is_named_with_what_it_must_be(client: httpx.Client, asked: str, told: tuple[str, str]) -> None:
    found = problem(client.post(f"/v1/{asked}", json=SMALL), 400)
    assert found["type"] == "/v1/problems/wrong-options"
    listed = found["parameters"]
    assert isinstance(listed, list)
    assert [one["name"] for one in listed] == [told[0]]
    assert told[1] in listed[0]["message"]


def test_a_change_of_an_unknown_indicator_is_located_at_its_parameter(client: httpx.Client) -> None:
    answer = client.post("/v1/what-if?set=trust_polis_share=4", json=SMALL)
    found = problem(answer, 422)["diagnostics"]
    assert isinstance(found, list)
    assert [(one["code"], one["file"]) for one in found] == [("FM401", "set=trust_polis_share")]


def test_what_cannot_be_planned_is_a_problem_and_no_fault(client: httpx.Client) -> None:
    found = problem(client.post("/v1/plan?include=boot_camp", json=SMALL), 422)
    assert found["type"] == "/v1/problems/no-answer"
    assert "cannot be planned" in str(found["detail"])


def test_a_missing_extra_is_named_with_what_installs_it(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    found = problem(client.post("/v1/plan?at_once=1", content=PROFILE, headers=YAML), 501)
    assert found["type"] == "/v1/problems/missing-extra"
    assert "fasmodell[plan]" in str(found["detail"])


# --- many profiles ---


def test_a_batch_answers_each_profile_as_alone_and_tells_of_those_it_cannot(client: httpx.Client) -> None:
    bad = {**SMALL, "observations": {"trust_police_share": 140}}
    answer = client.post("/v1/batch?top=2&lang=en", json={"profiles": [as_json(PROFILE), bad, SMALL]})
    found = answer.json()
    jsonschema.validate(found, shipped("batch"))
    assert (found["profiles"], found["answered"], found["refused"]) == (3, 2, 1)
    assert [one["index"] for one in found["results"]] == [0, 1, 2]
    refused = found["results"][1]["problem"]
    assert refused["diagnostics"][0]["code"] == "FM402"
    column = refused["diagnostics"][0]["column"]
    assert answer.request.content.decode()[column - 1 :].startswith("140")
    alone = client.post("/v1/recommend?lang=en", content=PROFILE, headers=YAML).json()
    first = found["results"][0]
    assert first["phase"]["headline"] == alone["phase"]["headline"]
    assert first["open_questions"] == [one["indicator"] for one in alone["open_questions"]]
    for track in ("foundation", "direct", "slow"):
        shown = [one["id"] for one in first["measures"] if one["track"] == track]
        standings = ("now", "prepare", "needs_decision")
        order = [one["id"] for one in alone["measures"] if one["track"] == track and one["standing"] in standings]
        assert shown == order[:2]


def test_a_batch_in_yaml_is_answered_too(client: httpx.Client) -> None:
    text = "profiles:\n" + "".join(f"  {'- ' if not n else '  '}{line}\n" for n, line in enumerate(PROFILE.split("\n")))
    assert client.post("/v1/batch", content=text, headers=YAML).json()["answered"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"profiles": []}, 422),
        ({"profiles": {}}, 422),
        ({"profile": [SMALL]}, 422),
        ({"profiles": [SMALL], "x": 1}, 422),
        ([SMALL], 422),
        ({"profiles": [SMALL] * 1001}, 413),
    ],
)
def test_a_batch_of_another_shape_or_of_too_many_is_refused(client: httpx.Client, body: object, status: int) -> None:
    assert problem(client.post("/v1/batch", json=body), status)


def test_a_batch_of_a_thousand_is_answered(client: httpx.Client) -> None:
    found = client.post("/v1/batch?top=0", json={"profiles": [SMALL] * 1000}).json()
    assert found["answered"] == 1000


# --- the catalogue ---


def test_the_catalogue_has_the_form_of_its_schema_and_every_entry(client: httpx.Client) -> None:
    found, base = client.get("/v1/catalogue").json(), load_rule_base()
    jsonschema.validate(found, shipped("catalogue"))
    assert [one["id"] for one in found["indicators"]] == [*base.knowledge.indicators]
    assert [one["id"] for one in found["measures"]] == [*base.knowledge.measures]


@pytest.mark.parametrize("name", ["measures/safety_walk", "indicators/trust_police_share", "phases/1", "gates/trust"])
def test_an_entry_is_what_the_catalogue_has(client: httpx.Client, name: str) -> None:
    found = client.get(f"/v1/catalogue/{name}").json()
    jsonschema.validate(found, shipped("entry"))
    kind, _, identity = name.partition("/")
    assert found["entry"] in client.get("/v1/catalogue").json()[kind]
    assert found["entry"]["id"] == identity


def test_a_measure_is_found_by_its_code_and_what_is_not_there_is_not(client: httpx.Client) -> None:
    code = load_rule_base().knowledge.measures
    one = next(iter(code.values()))
    assert client.get(f"/v1/catalogue/measures/{one.code}").json()["entry"]["id"] == one.id
    assert problem(client.get("/v1/catalogue/measures/nope"), 404)
    assert problem(client.get("/v1/catalogue/nope/nope"), 404)


@pytest.mark.parametrize("path", ["catalogue", "rule-base", "openapi.json", "docs", "catalogue/measures/safety_walk"])
def test_a_document_is_not_sent_twice(client: httpx.Client, path: str) -> None:
    first = client.get(f"/v1/{path}")
    tag = first.headers["etag"]
    again = client.get(f"/v1/{path}", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(f"/v1/{path}", headers={"If-None-Match": '"other"'}).content == first.content
    assert client.get(f"/v1/{path}?lang=en").headers["etag"] != tag


def test_the_tag_follows_the_rule_base() -> None:
    local = load_rule_base(base=ROOT / "tests" / "good" / "exempelkommun", cache=False)
    with serving() as one, serving(base=local) as other:
        tags = {client.get("/v1/catalogue").headers["etag"] for client in (one, other)}
        assert len(tags) == 2
        assert other.get("/v1/rule-base").json()["digest"] == local.digest


# --- HTTP ---


def test_what_is_not_there_is_not_found(client: httpx.Client) -> None:
    for path in ("/v1", "/v1/", "/v1/nope", "/v2/recommend", "/v1/recommend/", "/v1/docs/nope", "/v1/problems/nope"):
        assert problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
def test_another_method_is_refused_with_those_there_are(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/v1/recommend")
    assert problem(answer, 405)["type"] == "/v1/problems/method-not-allowed"
    assert {one.strip() for one in answer.headers["allow"].split(",")} == {"POST", "OPTIONS"}
    assert {"GET", "HEAD", "OPTIONS"} == {
        one.strip() for one in client.post("/v1/catalogue").headers["allow"].split(",")
    }


def test_options_say_what_a_resource_takes(client: httpx.Client) -> None:
    answer = client.options("/v1/recommend")
    assert (answer.status_code, answer.headers["allow"]) == (204, "POST, OPTIONS")
    assert answer.headers["accept-post"] == "application/json, application/yaml"


def test_head_is_get_without_its_content(client: httpx.Client) -> None:
    head, whole = client.head("/v1/catalogue"), client.get("/v1/catalogue")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "status"),
    [
        ("application/json", 200),
        ("application/*", 200),
        ("*/*;q=0.1", 200),
        ("text/html, application/json;q=0.5", 200),
        ("text/html", 406),
        ("application/json;q=0, */*", 406),
        ("application/xml", 406),
    ],
)
def test_an_answer_in_another_form_is_not_to_be_had(client: httpx.Client, accepted: str, status: int) -> None:
    answer = client.post("/v1/phase", json=SMALL, headers={"Accept": accepted})
    assert answer.status_code == status
    if status == 406:
        assert problem(answer, 406)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json; charset=latin-1", "", "json"])
def test_a_body_of_another_kind_is_refused_with_those_that_are_read(client: httpx.Client, kind: str) -> None:
    answer = client.post("/v1/phase", content=json.dumps(SMALL), headers={"Content-Type": kind})
    assert problem(answer, 415)
    assert answer.headers["accept-post"] == "application/json, application/yaml"


@pytest.mark.parametrize(
    "kind", ["application/json; charset=UTF-8", "Application/JSON", 'application/json;charset="utf-8"']
)
def test_a_kind_may_be_written_in_several_ways(client: httpx.Client, kind: str) -> None:
    assert client.post("/v1/phase", content=json.dumps(SMALL), headers={"Content-Type": kind}).status_code == 200


# --- what describes it ---


@pytest.mark.parametrize("kind", [*KINDS, "FM104", "FM402", "FM606"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_problem_has_its_page(client: httpx.Client, kind: str, language: str) -> None:
    answer = client.get(f"/v1/problems/{kind}?lang={language}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    assert (CODES.get(kind) or KINDS[kind]) in answer.text
    assert "<script" not in answer.text


def test_a_page_of_a_code_shows_what_to_avoid_and_what_to_prefer(client: httpx.Client) -> None:
    page = client.get("/v1/problems/FM104?lang=en").text
    assert "<h2>Avoid</h2>" in page
    assert "at_leest" in page
    assert "```" not in page


def test_the_documents_of_the_api_need_nothing_from_elsewhere(client: httpx.Client) -> None:
    for language in ("sv", "en"):
        page = client.get(f"/v1/docs?lang={language}").text
        assert "<script" not in page
        assert not re.findall(r'(?:href|src)="(?!/v1/|#)[^"]*"', page)
        for anchor in re.findall(r'href="#([^"]+)"', page):
            assert f'id="{anchor}"' in page, anchor
    assert client.get("/v1/docs/style.css").headers["content-type"] == "text/css; charset=utf-8"


def test_the_description_names_what_the_rule_base_has() -> None:
    minimal = ROOT / "tests" / "good" / "minimal"
    other = load_rule_base(minimal / "rules", minimal / "knowledge_base", cache=False)
    own = next(iter(other.knowledge.measures))
    assert len(other.knowledge.measures) < len(load_rule_base().knowledge.measures)
    with serving(base=other) as client:
        document = client.get("/v1/openapi.json").json()
    assert document["components"]["schemas"]["MeasureId"]["enum"] == [*other.knowledge.measures]
    (measure,) = [one for one in document["paths"]["/v1/why"]["post"]["parameters"] if one["name"] == "measure"]
    assert own in measure["schema"]["enum"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_described_profile_is_what_is_accepted(client: httpx.Client, name: str) -> None:
    document = client.get("/v1/openapi.json").json()
    schema = {"$ref": "#/components/schemas/Profile", "components": document["components"]}
    good = as_json((ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**SMALL, "observations": {"trust_police_share": 140}}, schema)


def test_the_described_answers_are_those_of_the_shipped_schemas(client: httpx.Client) -> None:
    document = client.get("/v1/openapi.json").json()
    answer = client.post("/v1/recommend", content=PROFILE, headers=YAML).json()
    schema = {"$ref": "#/components/schemas/Answer", "components": document["components"]}
    jsonschema.validate(answer, schema)
    del answer["phase"]["gates"][0]["state"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, schema)
