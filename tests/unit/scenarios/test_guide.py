"""The examples of the trainers' guide are right: a trainer who copies them gets no fault."""

import re
from pathlib import Path

from scenarios.reading import read_pack_files
from scenarios.varying import varied
from scenarios.zipped import files_of
from simulator.packs.cli import packs

from .pack_folder import PackFolder, official_rules

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "fr" / "ecrire-un-scenario.md"


def test_the_examples_of_the_guide_can_be_copied(pack: PackFolder) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", text, re.DOTALL)
    assert {name for name, _ in examples} == {
        "customers/lea-morin.yaml",
        "subjects/retards.yaml",
        "variations/e1-colis.yaml",
    }
    for name, example in examples:
        pack.put(name, example)
    assert pack.faults(official_rules()) == []


def test_the_fault_that_the_guide_shows_is_the_one_that_is_printed(pack: PackFolder) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n# subjects/retards\.yaml\n(.*?)```", text, re.DOTALL)
    pack.put("subjects/retards.yaml", example.replace("lea-morin", "lea-moran"))
    fault = pack.only_fault()
    assert f"  {fault.file}:{fault.line}:{fault.column}  erreur    {fault.problem}  ({fault.where})\n" in text
    assert f"      → {fault.remedy}\n" in text


def test_the_variation_of_the_guide_gives_sisters(pack: PackFolder) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name, example in re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", text, re.DOTALL):
        pack.put(name, example)
    files = read_pack_files(pack.write())
    made = varied(files, files_of(pack.path), "e1-colis", 4, 1)
    assert len({one.exchange["jury"]["who"] for one in made.sisters}) == 4


def test_every_command_of_the_guide_exists() -> None:
    named = set(re.findall(r"simulator packs (\w+)", GUIDE.read_text(encoding="utf-8")))
    assert named >= {"new", "check", "show", "export", "import", "schema", "vary"}
    known = {one.name for one in packs.registered_commands}
    assert named <= known
