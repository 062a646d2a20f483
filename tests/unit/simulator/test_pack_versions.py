"""A version of a pack is its content: the same content is the same version, and any change is another."""

import json
from pathlib import Path

import pytest

from scenarios import load_pack
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.packs.versions import FORMAT, PackVersion, UnreadableVersion, canonical, from_content, read_version
from tests.unit.scenarios.pack_folder import PackFolder
from tests.unit.simulator import world

KEPT = Path(__file__).parents[2] / "data" / "kept_pack.json"


def test_the_shipped_pack_comes_back_whole_from_its_kept_content() -> None:
    folder = SHIPPED / "velambre"
    version = read_version(load_pack(folder), folder)
    back = from_content(version.content)
    assert back.pack == version.pack.model_copy(update={"folder": None})
    assert (back.digest, back.sounds) == (version.digest, version.sounds)
    assert len(version.sounds) == 8, "two case studies of four sequences"
    assert canonical(back.pack, back.sounds) == version.content


def test_the_order_of_keys_and_the_place_of_the_folder_make_no_other_version(tmp_path: Path) -> None:
    digests: set[str] = set()
    for number, order in enumerate((False, True)):
        (tmp_path / str(number)).mkdir()
        pack = PackFolder(tmp_path / str(number))
        if order:
            pack.files = {name: dict(reversed(data.items())) for name, data in reversed(pack.files.items())}
        folder = pack.write()
        digests.add(read_version(load_pack(folder), folder).digest)
    assert len(digests) == 1


def test_another_word_or_another_sound_is_another_version(tmp_path: Path) -> None:
    pack = PackFolder(tmp_path)
    first = read_version(load_pack(pack.write()), pack.path)
    (pack.path / "audio" / "colere.opus").write_bytes((pack.path / "audio" / "colere.opus").read_bytes() + b"x")
    second = read_version(load_pack(pack.path), pack.path)
    pack.change("company.yaml", "tagline", "Des lampes")
    third = read_version(load_pack(pack.write()), pack.path)
    assert len({first.digest, second.digest, third.digest}) == 3


def test_a_version_kept_by_the_first_release_is_still_read() -> None:
    """Never change this file: sessions of then are read for ever. A new form of packs raises FORMAT."""
    version = from_content(KEPT.read_text(encoding="utf-8").strip())
    assert version.pack.company.name == "Maison Vive"
    assert [one.id for one in version.pack.subject("sujet").exchanges] == [
        "appel-entrant",
        "appel-sortant",
        "chat-entrant",
    ]


def test_what_nobody_said_of_sector_and_difficulty_makes_no_other_version() -> None:
    """A pack that is sealed for an exam goes by its digest: an update must not make another of it."""
    kept = KEPT.read_text(encoding="utf-8").strip()
    back = from_content(kept)
    content = json.loads(canonical(back.pack, back.sounds))["pack"]
    assert "sector" not in content["company"]
    assert all("difficulty" not in one for one in content["subjects"])
    said = back.pack.model_copy(update={"company": back.pack.company.model_copy(update={"sector": "Commerce"})})
    assert from_content(canonical(said, {})).pack.company.sector == "Commerce"


@pytest.mark.parametrize(
    "content", ["", "[]", "{", json.dumps({"format": FORMAT + 1}), json.dumps({"format": FORMAT})]
)
def test_a_content_that_is_of_later_or_damaged_is_told_apart(content: str) -> None:
    with pytest.raises(UnreadableVersion):
        from_content(content)


def test_a_registry_remembers_the_names_of_what_was_played(tmp_path: Path) -> None:
    registry = PackRegistry(tmp_path)
    names = ("atelier-essai", "sujet", "chat-entrant")
    assert registry.exchange_label(*names) == "chat-entrant"
    registry.remember(PackVersion(world.pack(), {}).pack)
    assert registry.exchange_label(*names) == "Chat entrant"
    assert registry.names(*names[:2]) == ("Maison Vive", world.pack().subject("sujet").title)


def test_a_folder_that_cannot_be_listed_leaves_a_registry_without_packs(tmp_path: Path) -> None:
    (tmp_path / "packs").write_text("un fichier")
    assert PackRegistry(tmp_path / "packs", tmp_path / "nulle-part").all() == []
