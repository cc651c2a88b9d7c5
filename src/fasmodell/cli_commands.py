"""Which commands there are, in the order in which a user meets them, what the help says of each and where it is."""

from __future__ import annotations

from types import MappingProxyType

from fasmodell.cli_failures import OrderedGroup


class Commands(OrderedGroup):
    """The commands of the program; those of `elsewhere` are imported when they are used."""

    # One line per command, short enough for a terminal of 80 columns.
    sections = MappingProxyType(
        {
            "Commands": {
                "recommend": "Decide the phase, rank the measures and say why.",
                "phase": "Decide the phase alone, with the evidence at each gate.",
                "profile": "Start or check a profile.",
                "import": "Make observations of published tables and counted incidents.",
                "ask": "Say what to find out next, and what each answer leads to.",
                "why-not": "Say why a measure, a phase or a finding is not so.",
                "what-if": "Show the answer before and after some values were others.",
                "path": "Find the least that must change to reach a target.",
                "stability": "Say how small a change gives another answer.",
                "plan": "Lay out the measures over time, as lag (2023:196) asks.",
                "report": "Write the situation picture as a file to hand out.",
                "serve": "Open the local web page, and the HTTP API.",
                "workshop": "Write a worksheet for a working group.",
                "compare": "Say what moved from one profile of an area to a later one.",
                "track": "Follow an area over all its profiles.",
                "decide": "Note what the local group decides of a measure, and why.",
                "decision-log": "Keep a log of assessments that shows any change to it.",
                "batch": "Answer every row of a table.",
                "kb": "Browse indicators, findings, measures, systems and sources.",
            },
            "Commands for those who write rules": {
                "check": "Lint the rule base, also what its rules mean.",
                "explain-code": "Explain a code: what to avoid, what to prefer, and why.",
                "test": "Run the rule tests.",
                "new-rule": "Add a rule together with its cases.",
                "new-indicator": "Add an indicator, and a rule that uses it.",
                "new-measure": "Add a measure, and a rule about it.",
                "init": "Start a local rule base, which extends the bundled one.",
                "diff": "Say what two rule bases say and decide otherwise.",
                "prove": "Prove what should hold of every profile.",
                "mutate": "Say which small changes of the rules no test notices.",
                "fmt": "Put rules, tests, knowledge and profiles into one layout.",
                "graph": "Draw what leads to what.",
                "schema": "Print a JSON Schema with which an editor completes.",
            },
        }
    )
    elsewhere = MappingProxyType(
        {
            "import": "fasmodell.cli_import:import_",
            "ask": "fasmodell.cli_interview:ask",
            "why-not": "fasmodell.cli_analysis:why_not",
            "what-if": "fasmodell.cli_analysis:what_if",
            "path": "fasmodell.cli_path:path",
            "stability": "fasmodell.cli_stability:stability",
            "plan": "fasmodell.cli_plan:plan",
            "report": "fasmodell.cli_report:report",
            "serve": "fasmodell.cli_serve:serve",
            "workshop": "fasmodell.cli_workshop:workshop",
            "compare": "fasmodell.cli_track:compare",
            "track": "fasmodell.cli_track:track",
            "decide": "fasmodell.cli_decisions:decide",
            "decision-log": "fasmodell.cli_decisions:decision_log",
            "batch": "fasmodell.cli_batch:batch",
            "kb": "fasmodell.cli_knowledge:kb",
            "check": "fasmodell.cli_check:check",
            "explain-code": "fasmodell.cli_check:explain_code",
            "test": "fasmodell.cli_authoring:test",
            "new-rule": "fasmodell.cli_scaffold:new_rule",
            "new-indicator": "fasmodell.cli_scaffold:new_indicator",
            "new-measure": "fasmodell.cli_scaffold:new_measure",
            "init": "fasmodell.cli_scaffold:init",
            "diff": "fasmodell.cli_diff:diff",
            "prove": "fasmodell.cli_prove:prove",
            "mutate": "fasmodell.cli_mutate:mutate",
            "fmt": "fasmodell.cli_layout:fmt",
            "graph": "fasmodell.cli_layout:graph",
            "schema": "fasmodell.cli_authoring:schema",
        }
    )


class ProfileCommands(OrderedGroup):
    """The commands for profiles that stand in other modules."""

    elsewhere = MappingProxyType(
        {"template": "fasmodell.cli_workbook:template", "from-xlsx": "fasmodell.cli_workbook:from_xlsx"}
    )
