"""`simulator doctor [--json]`: prints what `examine` finds; exit status 1 where something is at fault."""

import asyncio
import json
import logging
from typing import Annotated

import structlog
import typer

from simulator.doctor.examining import examine
from simulator.doctor.finding import Finding, exit_status
from simulator.settings import BadSettings, load_settings
from simulator.typography import french_spaces


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Pour un autre programme.")] = False) -> None:
    """Examine cette installation : une ligne par point, avec le remède ; code 1 si quelque chose ne va pas."""
    # What is wrong is said in the findings; a log between them would only be in the way, and no JSON.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    findings = _findings()
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in findings], ensure_ascii=False, indent=1))
    else:
        for one in findings:
            typer.echo(one.line())
        typer.echo(french_spaces(_summary(findings)))
    raise typer.Exit(exit_status(findings))


def _findings() -> list[Finding]:
    try:
        settings = load_settings()
    except BadSettings as problem:
        return [Finding("settings", "fault", f"Réglages : {problem}", "Corrigez-les, puis recommencez.")]
    settings_are_right = Finding("settings", "ok", "Réglages : tous lisibles.")
    return [settings_are_right, *asyncio.run(examine(settings))]


def _summary(findings: list[Finding]) -> str:
    faults, warnings = (sum(one.level == level for one in findings) for level in ("fault", "warning"))
    return f"\nÀ corriger : {faults} ; à surveiller : {warnings}."
