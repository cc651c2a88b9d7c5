"""What each kind of file holds: in which order its keys stand, and what may be written on one line."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple, get_args, get_origin

from fasmodell.authoring.editor_schemas import ENTRIES, POLICY_FORMS
from fasmodell.authoring.rule_test_loader import CaseForm
from fasmodell.form_reader import core_of
from fasmodell.forms import CriterionForm, Form, TextForm
from fasmodell.loader import FORMATS
from fasmodell.yaml_source import Key, Plain


class Flow(IntEnum):
    """What may stand in brackets on one line, where it fits: nothing, plain values, mappings too, or lists of them."""

    NEVER = 0
    VALUES = 1
    MAPPINGS = 2
    ANYTHING = 3


class Kind(NamedTuple):
    """
    What a mapping is: its keys in order, and the kinds of what stands under them.

    Keys that `keys` does not name come last, as they were written. `inside` names the kind under a key, `each` the kind
    under every other one. What holds for a mapping holds for the items of a list of them too, unless `items` says else.
    `apart` puts an empty line between the entries.
    """

    keys: tuple[str, ...] = ()
    inside: MappingProxyType[str, Kind] = MappingProxyType({})
    each: Kind | None = None
    items: Kind | None = None
    flow: Flow = Flow.VALUES
    apart: bool = False

    def under(self, key: Key) -> Kind:
        """The kind of what stands under a key."""
        return self.inside.get(str(key)) or self.each or Kind()


def kind_of_file(data: Plain) -> Kind:
    """The kind of a whole file, by its `format`; a file that does not say what it is keeps the order of its keys."""
    format_ = data.get("format") if isinstance(data, dict) else None
    return _FILES.get(str(format_), _UNKNOWN)


def _kind_of_form(form: type[Form], flow: Flow = Flow.VALUES) -> Kind:
    """The kind that a form describes; what it leaves open, conditions and conclusions, is told by the key."""
    inside = {}
    for name, info in form.model_fields.items():
        kind = _CONDITION if name in ("when", "evident_when") else _CONCLUSION if name == "then" else None
        inside[info.alias or name] = kind or _kind_of(info.annotation)
    return Kind(tuple(inside), MappingProxyType(inside), flow=flow)


def _kind_of(annotation: object) -> Kind:
    core = core_of(annotation)
    if isinstance(core, type) and issubclass(core, Form):
        return _kind_of_form(core)
    if get_origin(core) is list:
        return _kind_of(get_args(core)[0])
    return Kind(each=_kind_of(get_args(core)[1])) if get_origin(core) is dict else Kind()


def _entries(kind: Kind, *, apart: bool = True) -> Kind:
    """A mapping from id to entry, or a list of entries."""
    return Kind(each=kind, items=kind, flow=Flow.NEVER, apart=apart)


def _file(**sections: Kind) -> Kind:
    return Kind(("format", *sections), MappingProxyType(sections), flow=Flow.NEVER)


def _file_of(format_: str) -> Kind:
    """A file of the rule base: a policy, or sections with entries."""
    form = POLICY_FORMS.get(format_.partition(".")[2].partition("/")[0])
    kinds = {} if form is None else {**_kind_of_form(form).inside, "criteria": _CRITERIA}
    return _file(**{section: kinds.get(section) or _section(section) for section in FORMATS[format_]})


def _section(name: str) -> Kind:
    """The entries under a key of a file, or the one text that stands there."""
    form = ENTRIES.get(name)
    if form is None:
        return _kind_of_form(TextForm)
    return _entries(_kind_of_form(form, Flow.NEVER), apart=name not in _TOGETHER)


_COMPARED: Final = ("at_least", "at_most", "above", "below", "between", "is", "one_of", "trend", "over_months")
_PARTS: dict[str, Kind] = {}
_CONDITION: Final = Kind(
    ("indicator", "finding", "in_place", "phase", "gate", "all", "any", "not", *_COMPARED),
    MappingProxyType(_PARTS),
    each=Kind(("param",), flow=Flow.ANYTHING),
    flow=Flow.ANYTHING,
)
_PARTS |= {"all": _CONDITION, "any": _CONDITION, "not": _CONDITION}
_ADVICE: Final = ("prefer", "discourage", "require", "exclude", "warn")
_CONCLUSION: Final = Kind(("finding", "gate", *_ADVICE, "level", "is", "strength", "topic"))
_POINT: Final = Kind(("period", "value", "margin", "source", "secrecy", "method", "note"))
_OBSERVATION: Final = Kind(
    ("value", "margin", "source", "period", "secrecy", "method", "note", "series"),
    MappingProxyType({"series": _POINT}),
    items=_POINT,
    flow=Flow.MAPPINGS,
)
_CASE: Final = _kind_of_form(CaseForm)
_EXPECTED: Final = _CASE.inside["expect"]
_TESTS: Final = _file(
    cases=_entries(
        Kind(
            _CASE.keys,
            MappingProxyType(
                {
                    **_CASE.inside,
                    "given": Kind(each=_OBSERVATION, flow=Flow.MAPPINGS),
                    "expect": _EXPECTED._replace(flow=Flow.MAPPINGS),
                }
            ),
            flow=Flow.NEVER,
        )
    )
)
_PROFILE: Final = _file(
    area=Kind(("name", "municipality", "regso", "regso_vintage", "boundary", "residents")),
    as_of=Kind(),
    observations=Kind(each=_OBSERVATION, flow=Flow.NEVER),
    measures_in_place=Kind(("measure", "since", "running")),
    previous_assessment=Kind(("phase", "as_of", "gates_open_since")),
    goal=Kind(("phase", "police_class", "by")),
    plan=Kind(("start", "at_once", "actors", "budget", "costs"), flow=Flow.MAPPINGS),
)
_CRITERIA: Final = _entries(_kind_of_form(CriterionForm, Flow.NEVER), apart=False)
# Sections of many short entries, in which an empty line says more where the author puts it.
_TOGETHER: Final = ("reference_values", "watch", "sources", "decision_reasons")
_FILES: Final = {
    "fasmodell.profile/1": _PROFILE,
    "fasmodell.tests/1": _TESTS,
    **{format_: _file_of(format_) for format_ in FORMATS},
}
_UNKNOWN: Final = Kind(flow=Flow.NEVER)
