"""The shipped packs, read by the proofreader that candidates are measured by: no fault but what is named here."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.reading import read_pack_files
from scenarios.varying import sister
from scenarios.varying.world import world_of
from scoring.evidence.grammalecte import has_proofreader, shipped_proofreader
from scoring.evidence.proofreading import OwnRules

PACKS = Path(__file__).resolve().parents[3] / "scenarios" / "packs"
FOLDERS = sorted(one for one in PACKS.iterdir() if one.is_dir())
SENTENCE_WORDS = 4
AT_ONCE = 40
"""Texts in one question: the proofreader answers within four seconds."""

MODELS = re.compile(r"\b(?:Brise|Tribu)(?: (?:Plus|Ville|Compact))?\b")
"""Names of products, masculine as « vélo » is whatever the common noun."""

VALUES = re.compile(r"\{[a-z_]+(?::[a-z]+)?\}")
"""What a variation writes into a text."""

RIGHT = {
    "12 mois terminé",  # l’engagement
    "révision annuelle envoyé",  # le courrier
    "disque hydrauliques",  # les freins
    "comptabilité clients",
    "de données",  # internet
    "mensualités, première",
    "retour dits",
    "factures",
    "extérieure 7 libre",
    "Formulaire « Trouver",
    "logement demandée",  # l’aide
    "restitution lui a été redemandé",  # le bon
    "restitution lui est redemandé",
    "Bastion est exigé",  # l’antivol
    "palier a sa clé",
    "précochée",
    "replanifiée",
    "roland.b@",
}
"""What is right though it is remarked upon: words around the remark, as they stand."""

TERSE = ("look_for", "expected_steps", "mentions", "benefits", "traps")
"""Verbs without a subject there tell what somebody does: « conclut au froid » commands nobody."""

NOT_FRENCH = ("address", "equals", "require")
"""Addresses; formulas of variations."""

SPOKEN = ("opening_line", "closing_line", "ready_replies", "objections")
"""What a customer says: in a chat, spelt as they spell."""


def texts(found: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(where, text) of every sentence in a file; not the spelling of customers who chat, nor addresses."""
    if isinstance(found, str):
        if len(found.split()) >= SENTENCE_WORDS:
            yield path, found
    elif isinstance(found, dict):
        in_chat = found.get("candidate", {}).get("channel") == "chat"
        for key, value in found.items():
            if key not in NOT_FRENCH and not (key == "jury" and in_chat):
                yield from texts(value, f"{path}.{key}")
            elif key == "jury":
                told = {one: said for one, said in value.items() if one not in SPOKEN}
                yield from texts(told, f"{path}.{key}")
    elif isinstance(found, list):
        for number, value in enumerate(found):
            yield from texts(value, f"{path}[{number}]")


def is_right(path: str, text: str, excerpt: str, at: int, problem: str) -> bool:
    around = text[max(0, at - 25) : at + len(excerpt) + 25]
    if "impératif" in problem and any(one in path for one in TERSE):
        return True
    return any(one in around for one in RIGHT)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_a_pack_has_no_fault_that_an_examiner_would_count(folder: Path) -> None:
    assert has_proofreader(), "apt-get install grammalecte-cli"
    assert not isinstance(shipped_proofreader(), OwnRules)
    found = [
        (f"{file.relative_to(folder)}{path}", MODELS.sub("Modèle", VALUES.sub("156 €", " ".join(text.split()))))
        for file in sorted(folder.rglob("*.yaml"))
        for path, text in texts(yaml.safe_load(file.read_text(encoding="utf-8")))
    ]
    assert len(found) > 500
    assert faults_in(found) == []


def test_sisters_of_exchanges_are_as_right_as_they() -> None:
    """Their texts that differ from the original's, which are read by the test above."""
    found: list[tuple[str, str]] = []
    packs = map(read_pack_files, FOLDERS)
    for files, piece in ((pack, piece) for pack in packs for piece in pack.variations):
        assert piece.model is not None
        world = world_of(files, piece.model)
        made = sister(piece.model, world, seed=11)
        old = {text for _, text in (*texts(world.customer), *texts(world.exchange))}
        all_told = (*texts(made.customer, "customer"), *texts(made.exchange, "exchange"))
        told = [(path, text) for path, text in all_told if text not in old]
        plain = ((path, re.sub(r"\S+@\S+", "adresse", " ".join(text.split()))) for path, text in told)
        found += [(f"{piece.model.id}.{path}", MODELS.sub("Modèle", text)) for path, text in plain]
    assert len(found) > 400
    assert faults_in(found) == []


def faults_in(found: list[tuple[str, str]]) -> list[str]:
    """What an examiner would count in these texts, each with where it stands."""
    proofreader = shipped_proofreader()
    return [
        f"{path}: « {fault.excerpt} »: {fault.problem}"
        for begin in range(0, len(found), AT_ONCE)
        for (path, text), told in zip(
            found[begin : begin + AT_ONCE],
            proofreader.faults([text for _, text in found[begin : begin + AT_ONCE]]),
            strict=True,
        )
        for fault in told
        if not is_right(path, text, fault.excerpt, fault.at, fault.problem)
    ]
