"""Run rule tests: what a case leads to, whether that is what it expects, and if not, what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fasmodell.authoring.failure_text import details
from fasmodell.authoring.rule_tests import Case, Expectation, Given, RuleTests, Subject
from fasmodell.authoring.situation import Situation, came
from fasmodell.catalogue import in_place_conditions
from fasmodell.engine import decided_by, nodes_of
from fasmodell.facts import FactId, finding_id, gate_id, negated, part_id, phase_id
from fasmodell.facts import fact_of
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import PHASES, Level
from fasmodell.observed_facts import facts_of
from fasmodell.phase import candidates_of, decide_phase
from fasmodell.profile import Area, Profile
from fasmodell.program import Named, Program, compile_program
