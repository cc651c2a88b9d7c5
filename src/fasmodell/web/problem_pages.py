"""The page of every kind of problem: for a code what it has to say, for the others one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from fasmodell.authoring.code_pages import code_page
from fasmodell.codes import CODES
from fasmodell.scales import Language
from fasmodell.web import words_api as w
from fasmodell.web.problems import KINDS

_CODE = re.compile(r"`([^`]+)`")


def problem_page(kind: str, language: Language) -> str | None:
    """The page of a kind of problem as HTML; None when there is no such kind. Codes are explained in English."""
    if kind in CODES:
        body, language_of_body = "".join(_blocks(code_page(kind))), "en"
        title = f"{kind}: {CODES[kind]}"
    elif kind in KINDS:
        title, language_of_body = KINDS[kind], language
        heading = w.PROBLEM_TITLE.to(language).format(title=escape(title))
        stated = w.PROBLEM_STATED.to(language).format(title=escape(title))
        body = f"<h1>{heading}</h1>\n<p>{stated}</p>\n"
    else:
        return None
    note = "" if language == "en" else f"<p>{escape(w.PROBLEM_IN_ENGLISH.to(language))}</p>\n"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="stylesheet" href="/v1/docs/style.css">\n</head>\n<body>\n{note}'
        f'<main lang="{language_of_body}">\n{body}</main>\n</body>\n</html>\n'
    )


def _blocks(markdown: str) -> Iterator[str]:
    """The pages of the codes as HTML: headings, paragraphs, lists and fenced examples are all that is in them."""
    for number, part in enumerate(re.split(r"^```[a-z]*\n(.*?)^```$", markdown, flags=re.DOTALL | re.MULTILINE)):
        if number % 2:
            yield f"<pre><code>{escape(part)}</code></pre>\n"
            continue
        for block in re.split(r"\n{2,}", part.strip("\n")):
            yield from _block(block)


def _block(block: str) -> Iterator[str]:
    heading = re.fullmatch(r"(#{1,6}) (.*)", block)
    if heading is not None:
        level = len(heading[1])
        yield f"<h{level}>{_inline(heading[2])}</h{level}>\n"
    elif block.startswith("- "):
        items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
        yield f"<ul>{''.join(f'<li>{_inline(one)}</li>' for one in items)}</ul>\n"
    elif block:
        yield f"<p>{_inline(block)}</p>\n"


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text.strip()))
