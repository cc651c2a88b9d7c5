"""The profile in the body of a request, be it JSON or YAML, through the one door that knows where everything stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import Headers

from fasmodell.diagnostics import Diagnostic, Diagnostics, ProfileError, Severity, sort_diagnostics
from fasmodell.place import Place
from fasmodell.profile import Profile
from fasmodell.profile_loader import read_inner_profile, text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.web.json_body import NAME, JsonText, as_yaml, json_problem
from fasmodell.web.problems import Problem, ProblemError
from fasmodell.yaml_source import parse_yaml

JSON = "application/json"
YAML = "application/yaml"
_YAMLS = (YAML, "application/x-yaml", "text/yaml", "text/x-yaml")


class Body(NamedTuple):
    """What was sent as text that YAML reads, and how to point into what was sent."""

    text: str
    sent: JsonText | None

    def located(self, error: ProfileError) -> ProfileError:
        """An error about the text as one about what was sent."""
        return ProfileError(str(error), [self.in_body(one) for one in error.diagnostics])

    def in_body(self, one: Diagnostic) -> Diagnostic:
        """A diagnostic about the text as one about what was sent."""
        return one if self.sent is None else self.sent.in_body(one)


class Inner(NamedTuple):
    """One of several profiles, or what is wrong with it."""

    profile: Profile | None
    problems: tuple[Diagnostic, ...]


def body_of(content: bytes, headers: Headers) -> Body:
    """
    The body of a request as text.

    Raises ProblemError for a kind that is not read (415), and ProfileError for what is not UTF-8 text or not JSON.
    """
    kind, _, rest = headers.get("content-type", "").partition(";")
    kind, charset = kind.strip().lower(), rest.strip().lower().replace('"', "")
    if kind not in (JSON, *_YAMLS) or charset not in ("", "charset=utf-8"):
        accepted = {"Accept-Post": f"{JSON}, {YAML}"}
        raise ProblemError(Problem(415, "unsupported-media-type", f"send {JSON} or {YAML} in UTF-8", headers=accepted))
    text = text_of(content, NAME)
    if kind != JSON:
        return Body(text, None)
    problem = json_problem(text)
    if problem is not None:
        raise ProfileError("the body cannot be read", [problem])
    sent = as_yaml(text)
    return Body(sent.text, sent)


def profile_in(body: Body, base: RuleBase, changes: Mapping[str, str] | None = None) -> Profile:
    """The profile that a body holds; ProfileError with every problem, located in what was sent."""
    try:
        return parse_profile(body.text, base, name=NAME, changes=changes)
    except ProfileError as error:
        raise body.located(error) from None


def profiles_in(body: Body, base: RuleBase, most: int) -> list[Inner]:
    """
    The profiles in a body `{profiles: [...]}`, each read by itself.

    Raises ProfileError when the body is of another shape, or holds too many of them (FM114).
    """
    document, problems = parse_yaml(body.text, NAME)
    found = Diagnostics(problems)
    if document is None:
        raise body.located(ProfileError("the body cannot be read", problems))
    top = Place(document, (), document.data, found)
    inner = top.at("profiles")
    if not isinstance(document.data, Mapping) or not isinstance(inner.data, list) or len(document.data) != 1:
        top.wrong("the body must be a mapping with one key, `profiles`, and a list below it")
    elif not inner.data:
        inner.error("FM125", "`profiles` is empty", "send at least one profile")
    elif len(inner.data) > most:
        inner.error("FM114", f"{len(inner.data):,} profiles, and a request may hold {most:,}", "send them in parts")
    if found.has_errors:
        raise body.located(ProfileError("the profiles cannot be read", sort_diagnostics(found)))
    return [_inner(place, body, base) for place in inner.elements()]


def _inner(place: Place, body: Body, base: RuleBase) -> Inner:
    found = Diagnostics()
    profile = read_inner_profile(place._replace(found=found), base.knowledge)
    errors = tuple(body.in_body(one) for one in sort_diagnostics(found) if one.severity is Severity.error)
    return Inner(None if errors else profile, errors)
