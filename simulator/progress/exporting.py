"""Progress as tables for a spreadsheet: UTF-8 with BOM and semicolons, as a French one expects."""

import csv
import io
from collections.abc import Iterable, Sequence

from scoring.referential import Referential
from simulator.packs.registry import PackRegistry
from simulator.progress.gathering import Practice
from simulator.progress.levels import Level
from simulator.progress.projection import trainee_progress
from simulator.progress.views import LevelView

BOM = "\ufeff"


def criteria_csv(referential: Referential, packs: PackRegistry, practices: Iterable[Practice]) -> str:
    """One row per trainee and criterion observed."""
    rows = [
        [
            practice.name,
            competence.competence,
            competence.label,
            one.criterion,
            one.label,
            *_level(one.judged),
            *_level(one.proposed),
        ]
        for practice in practices
        for competence in trainee_progress(referential, packs, practice, ()).competences
        for one in competence.criteria
        if one.judged or one.proposed
    ]
    head = ["Stagiaire", "Compétence", "Intitulé de la compétence", "Critère", "Intitulé du critère"]
    judged = ["Avis des formateurs (nombre)", "Avis favorables (%)"]
    return _table([*head, *judged, "Constats proposés (nombre)", "Constats favorables (%)"], rows)


def exchanges_csv(packs: PackRegistry, practices: Iterable[Practice]) -> str:
    """One row per exchange played."""
    rows = [
        [
            practice.name,
            f"{one.at.astimezone():%d/%m/%Y %H:%M}",
            one.session_title,
            packs.exchange_label(one.pack_id, one.subject_id, one.exchange_id),
            str(one.attempt),
            _french(one.seconds / 60),
        ]
        for practice in practices
        for one in practice.played
    ]
    return _table(["Stagiaire", "Date", "Séance", "Échange", "Essai", "Durée (minutes)"], rows)


def _level(one: LevelView | Level | None) -> list[str]:
    return ["0", ""] if one is None else [str(one.observations), str(round(100 * one.favourable))]


def _french(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula, whoever wrote it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
