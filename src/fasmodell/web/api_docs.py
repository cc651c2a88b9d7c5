"""The description of the API as a page: written by the server, with no script and nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from fasmodell.scales import Language
from fasmodell.web import words_api as w

STYLE = """:root { color-scheme: light dark; --line: #8888; --soft: #8882; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h2, h3 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
code, pre { font-family: ui-monospace, monospace; background: var(--soft); }
pre { padding: 0.75rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: 0.3rem 0.6rem 0.3rem 0; }
summary { cursor: pointer; padding: 0.25rem 0; }
"""
_MANY = 12


def api_page(document: Mapping[str, object], language: Language) -> str:
    """The page of an OpenAPI document in the language that it is written in."""
    return "".join(_page(document, language))


def _page(document: Mapping[str, object], language: Language) -> Iterator[str]:
    info, paths = _mapping(document["info"]), _mapping(document["paths"])
    other = "en" if language == "sv" else "sv"
    title = escape(str(info["title"]))
    yield (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="stylesheet" href="/v1/docs/style.css">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n'
        f"<p>{escape(str(info['description']))}</p>\n"
        f'<p><a href="/v1/openapi.json?lang={language}">{escape(w.DOCUMENT.to(language))}</a> · '
        f'<a href="/v1/docs?lang={other}" lang="{other}" hreflang="{other}">{escape(_other(language))}</a></p>\n'
        f"<h2>{escape(w.OPERATIONS.to(language))}</h2>\n<ul>\n"
    )
    for path in paths:
        yield f'<li><a href="#{_anchor(path)}"><code>{escape(path)}</code></a></li>\n'
    yield "</ul>\n"
    for path, methods in paths.items():
        for method, operation in _mapping(methods).items():
            yield from _operation(path, method, _mapping(operation), language)
    yield f"<h2>{escape(w.SCHEMAS.to(language))}</h2>\n"
    for name, schema in _mapping(_mapping(document["components"])["schemas"]).items():
        text = escape(json.dumps(schema, ensure_ascii=False, indent=1))
        yield f'<details id="schema-{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        yield f"<pre>{text}</pre></details>\n"
    yield "</main>\n</body>\n</html>\n"


def _other(language: Language) -> str:
    """What the link to the other language says, in that language."""
    return w.IN_OTHER_LANGUAGE.to(language)


def _operation(path: str, method: str, operation: Mapping[str, object], language: Language) -> Iterator[str]:
    yield f'<h3 id="{_anchor(path)}"><code>{method.upper()} {escape(path)}</code></h3>\n'
    yield f"<p>{escape(str(operation['summary']))}</p>\n"
    parameters = operation["parameters"]
    assert isinstance(parameters, Sequence)
    if parameters:
        yield f"<table><caption>{escape(w.PARAMETERS.to(language))}</caption>\n"
        for one in parameters:
            yield from _parameter(_mapping(one), language)
        yield "</table>\n"
    body = operation.get("requestBody")
    if body is not None:
        content = _mapping(_mapping(body)["content"])
        kinds = ", ".join(f"<code>{escape(kind)}</code>" for kind in content)
        schema = _schema(_mapping(_mapping(next(iter(content.values())))["schema"]), language)
        yield f"<p>{escape(w.BODY.to(language))}: {escape(str(_mapping(body)['description']))} {kinds}. {schema}</p>\n"
    yield f"<table><caption>{escape(w.ANSWERS.to(language))}</caption>\n"
    for status, answer in _mapping(operation["responses"]).items():
        content = _mapping(_mapping(answer).get("content", {}))
        schemas = (_schema(_mapping(_mapping(one)["schema"]), language) for one in content.values())
        told = f"{escape(str(_mapping(answer)['description']))} {' '.join(schemas)}"
        yield f'<tr><th scope="row">{status}</th><td>{told}</td></tr>\n'
    yield "</table>\n"


def _parameter(one: Mapping[str, object], language: Language) -> Iterator[str]:
    schema = _mapping(one["schema"])
    notes = [w.REQUIRED.to(language)] if one["required"] else []
    notes += [w.MANY.to(language)] if schema.get("type") == "array" else []
    choices = schema.get("enum")
    if isinstance(choices, list) and len(choices) <= _MANY:
        notes.append(" | ".join(map(str, choices)))
    note = f" ({escape('; '.join(notes))})" if notes else ""
    described = escape(str(one["description"]))
    yield f'<tr><th scope="row"><code>{escape(str(one["name"]))}</code></th><td>{described}{note}</td></tr>\n'


def _schema(schema: Mapping[str, object], language: Language) -> str:
    """A link to a component."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if not name:
        return ""
    link = f'<a href="#schema-{escape(name)}"><code>{escape(name)}</code></a>'
    return w.SEE.to(language).format(name=link)


def _anchor(path: str) -> str:
    return escape(path.strip("/").replace("/", "-").replace("{", "").replace("}", "").replace(".", "-"))


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
