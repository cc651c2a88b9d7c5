"""What went wrong as problem details (RFC 9457), with the located diagnostics of what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final, NamedTuple

from starlette.responses import Response

from fasmodell.authoring.check_formats import diagnostic_object
from fasmodell.codes import CODES
from fasmodell.diagnostics import Diagnostic, FasmodellError, InferenceError, Severity, sort_diagnostics
from fasmodell.measure_document import Object

MEDIA_TYPE: Final = "application/problem+json"
# Problems that are not about what a file says; those have the codes of diagnostics.
KINDS: Final[Mapping[str, str]] = {
    "body-too-large": "the body is too large",
    "foreign-host": "the request calls the server by a name that is not its own",
    "foreign-origin": "the request comes from another site",
    "internal-error": "internal error",
    "length-required": "the body must be of a stated length or in chunks",
    "method-not-allowed": "the resource does not have this method",
    "missing-extra": "a part of the installation is missing",
    "no-answer": "no answer can be given",
    "not-acceptable": "the answer is only written as JSON",
    "not-found": "there is no such resource",
    "not-signed-in": "a token is needed",
    "overloaded": "the server is busy",
    "slow-request": "the request did not arrive in time",
    "too-many-attempts": "too many wrong tokens",
    "took-too-long": "the answer took too long",
    "unreadable-request": "the request cannot be read",
    "unsupported-encoding": "the body is in an encoding that is not read",
    "unsupported-media-type": "the body is of a kind that is not read",
    "wrong-options": "the options of the request are wrong",
}
_BY_STATUS: Final = {
    400: "unreadable-request",
    401: "not-signed-in",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "slow-request",
    411: "length-required",
    413: "body-too-large",
    415: "unsupported-media-type",
    421: "foreign-host",
    429: "too-many-attempts",
    500: "internal-error",
    503: "overloaded",
}


class Problem(NamedTuple):
    """A problem: its kind, which is one of `KINDS` or the code of a diagnostic, and what there is to say of it."""

    status: int
    kind: str
    detail: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    parameters: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}

    @property
    def title(self) -> str:
        """What the kind of problem is, the same for every problem of it."""
        return CODES.get(self.kind) or KINDS[self.kind]

    def document(self) -> Object:
        """The problem as plain data; `type` is a relative address of this server, where the kind is explained."""
        written: Object = {"type": type_of(self.kind), "title": self.title, "status": self.status}
        if self.detail:
            written["detail"] = self.detail
        if self.diagnostics:
            written["diagnostics"] = [diagnostic_object(one) for one in self.diagnostics]
        if self.parameters:
            written["parameters"] = [{"name": name, "message": text} for name, text in self.parameters.items()]
        return written

    def response(self) -> Response:
        """The response that tells of the problem."""
        text = json.dumps(self.document(), ensure_ascii=False, allow_nan=False)
        # What was sent may hold half a surrogate pair, which UTF-8 cannot write.
        return Response(text.encode(errors="replace"), self.status, dict(self.headers), MEDIA_TYPE)


class ProblemError(Exception):
    """Stop answering a request because of a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


def type_of(kind: str) -> str:
    """The address at which a kind of problem is explained."""
    return f"/v1/problems/{kind}"


def status_problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that a status alone tells of."""
    kind = _BY_STATUS.get(status, "unreadable-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "overloaded")
    return Problem(status, kind, detail, headers=headers or {})


def refused_problem(error: FasmodellError) -> Problem:
    """
    The problem of something refused: where it has diagnostics, of the kind of the first error.

    Malformed text is a bad request; what is well formed and still cannot be used is content that cannot be processed.
    """
    if isinstance(error, InferenceError) and not error.diagnostics:
        return inference_problem(error)
    found = sort_diagnostics(map(_named, error.diagnostics))
    errors = [one for one in found if one.severity is Severity.error]
    if not errors:
        return Problem(422, "no-answer", str(error))
    is_malformed = errors[0].code in _MALFORMED
    return Problem(400 if is_malformed else 422, errors[0].code, str(error), found)


_MALFORMED: Final = frozenset(("FM102", "FM103", "FM110"))


def inference_problem(error: InferenceError) -> Problem:
    """The problem of an answer that cannot be given: what is asked for cannot be, or an extra is not installed."""
    return Problem(501, "missing-extra", str(error)) if "pip install" in str(error) else _no_answer(str(error))


def _no_answer(detail: str) -> Problem:
    return Problem(422, "no-answer", detail)


def _named(one: Diagnostic) -> Diagnostic:
    """A diagnostic that names the parameter as the request does and not as the command line."""
    if not one.span.file.startswith("--set "):
        return one
    return one._replace(span=one.span._replace(file=f"set={one.span.file.removeprefix('--set ')}"))


def wrong_options(parameters: Iterable[tuple[str, str]]) -> Problem:
    """The problem of options that are not as they must be, each named with what is wrong with it."""
    told = dict(parameters)
    return Problem(400, "wrong-options", "; ".join(told.values()), parameters=told)
