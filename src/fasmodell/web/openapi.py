"""The description of the API as OpenAPI 3.1, made of what the API itself checks requests by and answers with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

from fasmodell.measure_document import Object
from fasmodell.scales import Language
from fasmodell.web import words_api as w
from fasmodell.web.api_operations import OPERATIONS, Operation
from fasmodell.web.api_options import MEANINGS, Options, is_many
from fasmodell.web.catalogue_document import KINDS
from fasmodell.web.openapi_profile import example_profile, profile_components
from fasmodell.web.openapi_schemas import ref, shipped_components
from fasmodell.web.problems import MEDIA_TYPE
from fasmodell.web.profile_body import JSON, YAML
from fasmodell.web.served import Served

VERSION = "3.1.0"
_ANSWERED = (
    "answer",
    "phase",
    "why",
    "why_not",
    "what_if",
    "ask",
    "plan",
    "batch",
    "catalogue",
    "entry",
    "diagnostics",
)
# What any request may meet, and what one with a body may meet besides.
_ALWAYS = (400, 401, 403, 405, 406, 408, 413, 421, 429, 500, 503)
_WITH_BODY = (415, 422, 501)


def openapi_document(served: Served, language: Language) -> Object:
    """The description in one language; it names the measures, actors and indicators of the rule base that is served."""
    paths: Object = {f"/v1/{one.name}": {"post": _question(one, served, language)} for one in OPERATIONS}
    for path, summary, schema, parameters in _documents(served, language):
        paths[path] = {"get": _document(path, summary, schema, parameters, language)}
    document: Object = {
        "openapi": VERSION,
        "info": {
            "title": w.API.to(language),
            "version": version("fasmodell"),
            "description": w.ABOUT.to(language),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": _schemas(served, language)},
    }
    if served.settings.token is not None:
        document["security"] = [{"token": []}]
        schemes = {"token": {"type": "http", "scheme": "bearer"}}
        document["components"] = {"schemas": _schemas(served, language), "securitySchemes": schemes}
    return document


def _schemas(served: Served, language: Language) -> Object:
    shipped = shipped_components([*_ANSWERED, "problem"])
    return {**profile_components(served.base, language), **shipped}


def _question(operation: Operation, served: Served, language: Language) -> Object:
    is_batch = operation.name == "batch"
    # Whatever is sent can be checked.
    schema = {} if operation.name == "check" else ref("Profiles" if is_batch else "Profile")
    about = (w.PROFILES if is_batch else w.PROFILE).to(language)
    example = example_profile(served.base)
    content: Object = {"schema": schema, "example": {"profiles": [example]} if is_batch else example}
    return {
        "operationId": operation.name.replace("-", "_"),
        "summary": operation.about.to(language),
        "parameters": [
            _parameter(operation.options, name, served, language) for name in operation.options.model_fields
        ],
        "requestBody": {
            "description": about,
            "required": True,
            "content": {JSON: content, YAML: content},
        },
        "responses": _responses(operation.schema, (*_ALWAYS, *_WITH_BODY), language),
    }


def _parameter(kind: type[Options], name: str, served: Served, language: Language) -> Object:
    described = kind.model_json_schema()["properties"][name]
    schema = {key: value for key, value in described.items() if key not in ("title", "default")}
    choices = [one for one in schema.pop("anyOf", [schema]) if one != {"type": "null"}]
    schema = {**choices[0], **_names(name, is_many(kind, name), served)}
    return {
        "name": name,
        "in": "query",
        "required": kind.model_fields[name].is_required(),
        "description": MEANINGS[name].to(language),
        "schema": schema,
    }


def _names(name: str, is_list: bool, served: Served) -> Object:
    """The names that an option may hold, where they are those of the rule base."""
    if name not in ("measure", "include", "without"):
        return {}
    measures = served.base.knowledge.measures.values()
    words: Object = {"type": "string", "enum": [word for one in measures for word in (one.id, one.code)]}
    return {"items": words} if is_list else words


def _documents(served: Served, language: Language) -> Iterable[tuple[str, str, Object, Sequence[Object]]]:
    lang = _parameter(Options, "lang", served, language)
    name: Object = {"type": "string", "minLength": 1, "maxLength": 200}
    entry = [
        _in_path("kind", w.KIND.to(language), {"type": "string", "enum": list(KINDS)}),
        _in_path("name", w.NAME.to(language), name),
        lang,
    ]
    identity: Object = {
        "type": "object",
        "required": ["name", "version", "digest"],
        "properties": {key: {"type": "string"} for key in ("name", "version", "digest")},
    }
    yield "/v1/rule-base", w.RULE_BASE.to(language), identity, [lang]
    yield "/v1/catalogue", w.CATALOGUE.to(language), ref("Catalogue"), [lang]
    yield "/v1/catalogue/{kind}/{name}", w.ENTRY.to(language), ref("Entry"), entry
    yield "/v1/openapi.json", w.OPENAPI.to(language), {"type": "object"}, [lang]


def _in_path(name: str, about: str, schema: Mapping[str, object]) -> Object:
    return {"name": name, "in": "path", "required": True, "description": about, "schema": dict(schema)}


def _document(
    path: str, summary: str, schema: Mapping[str, object], parameters: Sequence[Object], language: Language
) -> Object:
    tag: Object = {"ETag": {"schema": {"type": "string"}}}
    ok = {"description": w.OK.to(language), "headers": tag, "content": {JSON: {"schema": dict(schema)}}}
    unchanged = {"description": w.NOT_MODIFIED.to(language), "headers": tag}
    problems = _problems((*_ALWAYS, 404) if "{" in path else _ALWAYS, language)
    words = path.replace(".json", "").replace("-", "_").split("/")[2:]
    return {
        "operationId": "_".join(["read", *(word.strip("{}") for word in words)]),
        "summary": summary,
        "parameters": list(parameters),
        "responses": {"200": ok, "304": unchanged, **problems},
    }


def _responses(schema: str, statuses: Iterable[int], language: Language) -> Object:
    headers: Object = {"Fasmodell-Rule-Base": {"schema": {"type": "string"}}}
    content = {JSON: {"schema": ref(schema)}}
    return {
        "200": {"description": w.OK.to(language), "headers": headers, "content": content},
        **_problems(statuses, language),
    }


def _problems(statuses: Iterable[int], language: Language) -> Object:
    content = {MEDIA_TYPE: {"schema": ref("Problem")}}
    return {str(status): {"description": w.PROBLEM.to(language), "content": content} for status in sorted(statuses)}
