"""What every page shares: what was sent to it, the draft it carries, and the frame around its content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from fasmodell.document import Block, Heading
from fasmodell.knowledge import Text
from fasmodell.pipeline import recommend
from fasmodell.report.document_html import blocks_html
from fasmodell.scales import LANGUAGES, Language
from fasmodell.view import View
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import Draft, blank_text, draft_of
from fasmodell.web.page_fields import Applied, applied
from fasmodell.web.served import Served
from fasmodell.web.uploads import Sent

# The field of a draft, and of the language that its other fields were typed in.
DRAFT, TYPED_IN = "profile", "typed_in"
# What else every page carries: what the local group has decided, and earlier profiles of the area, one to a field.
DECISIONS, EARLIER = "decisions", "earlier."


class Tab(NamedTuple):
    """A page of the menu: its path below the language, and what the menu calls it."""

    path: str
    name: Text


TABS: Final = (
    Tab("", w.FILL_IN),
    Tab("answer", w.ANSWER),
    Tab("why", w.WHY),
    Tab("why-not", w.WHY_NOT),
    Tab("what-if", w.WHAT_IF),
    Tab("ask", w.ASK),
    Tab("compare", w.COMPARE),
    Tab("plan", w.PLAN),
    Tab("reports", w.REPORTS),
    Tab("catalogue", w.CATALOGUE),
    Tab("files", w.FILES),
)


class Visit(NamedTuple):
    """
    One request for a page: its language, its path below that, what the path names, and what was sent.

    A page that is fetched, and not sent to, has nothing in `sent`: it is shown for a draft that says nothing yet.
    """

    served: Served
    language: Language
    path: str
    names: Mapping[str, str]
    sent: Sent
    is_sent: bool

    def text(self, field: str, otherwise: str = "") -> str:
        """What was sent in a field."""
        return self.sent.text(field, otherwise)

    def say(self, text: Text, /, **values: object) -> str:
        """A sentence in the language of the page."""
        return text.to(self.language).format(**values)

    @property
    def carried(self) -> str:
        """The text of the draft that the page before carried; empty when there was none."""
        return self.text(DRAFT)

    @property
    def decisions(self) -> str:
        """The text of the decisions that the page before carried."""
        return self.text(DECISIONS).replace("\r\n", "\n")

    @property
    def earlier(self) -> list[str]:
        """The texts of the earlier profiles that the page before carried."""
        found = sorted(name for name in self.sent.fields if name.startswith(EARLIER))
        return [self.text(name).replace("\r\n", "\n") for name in found]

    @property
    def beside(self) -> list[tuple[str, str]]:
        """What is carried on beside the draft, by field."""
        earlier = [(f"{EARLIER}{number:02}", text) for number, text in enumerate(self.earlier)]
        return [(DECISIONS, self.decisions), *earlier]

    def carrying(self, *, decisions: str | None = None, earlier: Iterable[str] | None = None) -> Visit:
        """The same request, as if it had carried other decisions or other earlier profiles."""
        fields = dict(self.sent.fields)
        if decisions is not None:
            fields[DECISIONS] = [decisions]
        if earlier is not None:
            fields = {name: texts for name, texts in fields.items() if not name.startswith(EARLIER)}
            fields |= {f"{EARLIER}{number:02}": [text] for number, text in enumerate(earlier)}
        return self._replace(sent=self.sent._replace(fields=fields))

    @property
    def typed_in(self) -> Language:
        """The language in which fields were typed: that of the page they were on."""
        return next((one for one in LANGUAGES if one == self.text(TYPED_IN)), self.language)


def draft_with_fields(visit: Visit) -> Applied:
    """The draft that was carried, with the fields of the form in it. Raises ProfileError when it is no profile."""
    base = visit.served.base
    draft = draft_of(visit.carried or blank_text(today(), visit.language), base, visit.language)
    fields = {name: values[0] for name, values in visit.sent.fields.items()}
    return applied(draft, fields, base, visit.typed_in)


def today() -> str:
    """The date where the server is, as a new form suggests it."""
    return date.today().isoformat()  # noqa: DTZ011 (the date where the user is)


def view_of(visit: Visit, draft: Draft) -> View:
    """The answer to a draft, in the language of the page."""
    base = visit.served.base
    return View(recommend(draft.profile, base), base, visit.language)


def page(
    visit: Visit, template: str, title: str, draft: Draft | None, *, status: int = 200, **values: object
) -> Response:
    """
    Show a page: a template within the frame, with the draft that the page is to carry further.

    `draft` is None on a page that was fetched without one. Every value is escaped unless it is Markup.
    """
    return HTMLResponse(frame(visit, template, title, draft, **values), status)


def frame(visit: Visit, template: str, title: str, draft: Draft | None, **values: object) -> str:
    """The text of a page, or of a part of one."""
    other: Language = "en" if visit.language == "sv" else "sv"
    return environment().get_template(template).render(
        visit=visit,
        language=visit.language,
        other=other,
        title=title,
        draft=draft,
        carried=visit.carried if draft is None else draft.text,
        tabs=TABS,
        w=w,
        say=visit.say,
        **values,
    )  # fmt: skip


def document(visit: Visit, blocks: Iterable[Block], *, prefix: str = "s", above: int = 1) -> Markup:
    """
    Blocks of a page as HTML, for a template; the writer of reports has escaped them.

    `above` is the level of the heading above them; no heading is more than one level below the one before it.
    """
    levelled: list[Block] = []
    shift = max(0, above - 1)
    for block in blocks:
        if isinstance(block, Heading):
            above = min(block.level + shift, above + 1)
            levelled.append(block._replace(level=above))
        else:
            levelled.append(block)
    return Markup(blocks_html(levelled, visit.language, prefix=prefix))


def not_found(visit: Visit, text: str) -> Response:
    """A page that says that there is nothing here; the draft is carried further as it is."""
    return page(visit, "not_found.html", visit.say(w.NOT_FOUND), None, status=404, text=text)


def refused(visit: Visit, status: int, told: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """A page that says why there is no other; `told` are the program's own words, which are in English."""
    reason = visit.say(w.NO_ANSWER if told else w.REFUSED_BY_STATUS.get(status, w.REFUSED_OTHERWISE))
    found = page(visit, "refused.html", visit.say(w.REFUSED), None, status=status, reason=reason, told=told)
    found.headers.update(headers or {})
    return found


def refusal(served: Served, path: str, status: int, headers: Mapping[str, str] | None = None) -> Response | None:
    """The same for a request that no page has seen, in the language of its address; None where that is no page."""
    for language in LANGUAGES:
        if path.startswith(f"/{language}/"):
            visit = Visit(served, language, path.removeprefix(f"/{language}/"), {}, Sent({}, {}), False)
            return refused(visit, status, headers=headers)
    return None


@cache
def environment() -> Environment:
    """The templates, which escape every value."""
    return Environment(
        loader=PackageLoader("fasmodell.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
