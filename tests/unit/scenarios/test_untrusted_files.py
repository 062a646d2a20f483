"""What a file may hold by mistake or on purpose: refused with a place and a sentence, never a traceback."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import PackError, check_pack, load_pack, safe_yaml
from scenarios.reading import MOST_FILES

from .pack_folder import PackFolder

NAME = "customers/lea-morin.yaml"
HEAD = "id: lea-morin\n"


def codes(pack: PackFolder, name: str = NAME) -> set[str]:
    return {fault.code for fault in pack.faults() if fault.file == name}


@pytest.mark.parametrize(
    ("written", "code", "line"),
    [
        ("first_name: [Léa\n", "syntax", 3),
        ("first_name:\tLéa: x\n", "syntax", 2),
        ("first_name: &nom Léa\nlast_name: *nom\n", "alias", 2),
        ("first_name: !!python/object/apply:os.system [ls]\n", "tag", 2),
        ("first_name: !nom Léa\n", "tag", 2),
        ("id: encore\n", "duplicate_key", 2),
        ("address:\n  city: Nantes\n  city: Angers\n", "duplicate_key", 4),
        ("? [a, b]\n: c\n", "bad_key", 2),
        ("born_on: 2026-02-30\n", "impossible_date", 2),
        ("number: 0x" + "f" * 6000 + "\n", "bad_value", 2),
        ("number: " + "9" * 6000 + "\n", "bad_value", 2),
        ("first_name: L\x07a\n", "control_character", 2),
        ('first_name: "\\ud800"\n', "bad_value", 2),
        ('first_name: "\\UFFFFFFFF"\n', "syntax", 1),
        ("a: " + "[" * 31 + "]" * 31 + "\n", "too_deep", 2),
        ("---\nid: autre\n", "syntax", 2),
    ],
)
def test_a_file_with_one_bad_thing_is_refused_at_its_line(
    pack: PackFolder, written: str, code: str, line: int
) -> None:
    pack.put(NAME, HEAD + written)
    found = [fault for fault in pack.faults() if fault.file == NAME]
    assert [(fault.code, fault.line, fault.severity) for fault in found] == [(code, line, "error")]


def test_what_yaml_gives_a_meaning_and_we_do_not_is_plain_text(pack: PackFolder) -> None:
    pack.change(NAME, "segment", "SEGMENT")
    text = (pack.write() / NAME).read_text(encoding="utf-8")
    for sign in ("=", "<<"):
        pack.put(NAME, text.replace("SEGMENT", sign))
        assert load_pack(pack.write()).customer("lea-morin").segment == sign


def test_an_empty_file_is_said_to_be_empty(pack: PackFolder) -> None:
    pack.put(NAME, "# rien\n")
    assert codes(pack) == {"empty"}


def test_a_file_that_is_not_utf8_is_refused(pack: PackFolder) -> None:
    pack.put(NAME, "first_name: Léa\n".encode("latin-1"))
    assert codes(pack) == {"not_utf8"}


def test_a_file_that_begins_with_a_byte_order_mark_is_read(pack: PackFolder) -> None:
    text = (pack.write() / NAME).read_bytes()
    pack.put(NAME, b"\xef\xbb\xbf" + text)
    assert pack.faults() == []


def test_a_file_over_a_mebibyte_is_not_even_parsed(pack: PackFolder) -> None:
    pack.put(NAME, "[" * (1024 * 1024 + 1))
    assert codes(pack) == {"too_large"}


def test_a_mebibyte_of_brackets_is_refused_at_once(pack: PackFolder) -> None:
    pack.put(NAME, "[" * (1024 * 1024))
    assert codes(pack) == {"too_deep"}


def test_a_folder_that_does_not_exist_is_one_fault(tmp_path: Path) -> None:
    assert [fault.code for fault in check_pack(tmp_path / "nulle-part")] == ["missing_file"]
    with pytest.raises(PackError):
        load_pack(tmp_path / "nulle-part")


@pytest.mark.parametrize("name", ["company.yaml", "products.yaml", "procedures.yaml"])
def test_a_required_file_that_is_missing_is_named(pack: PackFolder, name: str) -> None:
    del pack.files[name]
    fault = pack.only_fault()
    assert (fault.file, fault.code) == (name, "missing_file")


def test_a_symbolic_link_is_refused_and_not_followed(pack: PackFolder, tmp_path: Path) -> None:
    outside = tmp_path / "dehors.yaml"
    outside.write_text("secret: [", encoding="utf-8")
    (pack.write() / "subjects" / "lien.yaml").symlink_to(outside)
    assert [(fault.file, fault.code) for fault in pack.faults()] == [("subjects/lien.yaml", "symlink")]


def test_a_linked_folder_is_refused_and_not_followed(pack: PackFolder, tmp_path: Path) -> None:
    outside = tmp_path / "dehors"
    outside.mkdir()
    (outside / "x.yaml").write_text("secret: [", encoding="utf-8")
    del pack.files["case_studies/colis-perdu.yaml"]
    (pack.write() / "case_studies").symlink_to(outside)
    assert [(fault.file, fault.code) for fault in pack.faults()] == [("case_studies", "symlink")]


def test_a_folder_named_like_a_file_is_refused(pack: PackFolder) -> None:
    (pack.write() / "customers" / "dossier.yaml").mkdir()
    fault = pack.only_fault()
    assert (fault.file, fault.code) == ("customers/dossier.yaml", "unreadable")


def test_a_pipe_named_like_a_file_is_not_waited_for(pack: PackFolder) -> None:
    os.mkfifo(pack.write() / "customers" / "tube.yaml")
    assert pack.only_fault().code == "unreadable"


@pytest.mark.parametrize(
    "name", ["customers/notes.yml", "clients/lea.yaml", "societe.yaml", "customers/anciens/lea.yaml"]
)
def test_a_file_that_nobody_reads_is_a_remark(pack: PackFolder, name: str) -> None:
    pack.put(name, "id: lea")
    fault = pack.only_fault()
    assert (fault.file, fault.code, fault.severity) == (name, "unread_file", "warning")


def test_thousands_of_files_are_refused_without_reading_them(pack: PackFolder) -> None:
    folder = pack.write() / "audio"
    for number in range(MOST_FILES):
        (folder / f"{number}.opus").touch()
    assert pack.only_fault().code == "too_many"


SHIPPED = sorted((Path(__file__).resolve().parents[3] / "scenarios" / "packs").rglob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_the_fast_reader_and_the_exact_one_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = safe_yaml.read_yaml(path, path.name)
    monkeypatch.setattr(safe_yaml, "_FAST", yaml.SafeLoader)
    assert fast == safe_yaml.read_yaml(path, path.name)
    assert fast.faults == []


YAML_PIECES = st.sampled_from(
    [
        *(
            "id",
            ": ",
            "\n",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&a",
            "*a",
            "!!",
            "!",
            "|",
            ">",
            "'",
            '"',
            "#",
            "\t",
        ),
        *("---", "#", "...", "? ", "%YAML", "<<", "=", "\\U00110000", "\\ud800", "\u2028", "\x85", "\ufeff", "é"),
        *("2026-02-30", "1:1:1", "0b_", "0x", ".inf", "null", "yes", "-0001-01-01", "9" * 30),
        *("exchanges", "customer", "jury", "products"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.one_of(st.lists(YAML_PIECES, max_size=25).map("".join), st.text(max_size=80)))
def test_no_text_brings_the_check_down(pack: PackFolder, garbage: str) -> None:
    for name in ("company.yaml", NAME, "subjects/essai.yaml"):
        pack.put(name, garbage.encode("utf-8", "surrogatepass"))
    for fault in pack.faults():
        assert fault.problem
        assert fault.remedy
        f"{fault}".encode()  # can be printed


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=60))
def test_no_bytes_bring_the_check_down(pack: PackFolder, garbage: bytes) -> None:
    pack.put("products.yaml", garbage)
    pack.put("case_studies/colis-perdu.yaml", garbage)
    assert pack.faults()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "customer"]), inner),
    max_leaves=6,
)
PLACES = st.sampled_from(
    [
        ("company.yaml", "qualification"),
        ("company.yaml", "story_date"),
        ("products.yaml", "products"),
        (NAME, "address"),
        (NAME, "orders.0.lines"),
        (NAME, "invoices.0.amount"),
        (NAME, "history.0.at"),
        (NAME, "born_on"),
        ("subjects/essai.yaml", "exchanges"),
        ("subjects/essai.yaml", "exchanges.0.jury.expected_qualification"),
        ("subjects/essai.yaml", "exchanges.0.minutes"),
        ("case_studies/colis-perdu.yaml", "sequences.0.audio"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, value=VALUES)
def test_no_value_in_any_place_brings_the_check_down(pack: PackFolder, place: tuple[str, str], value: object) -> None:
    name, where = place
    fresh = pack.__class__.__new__(pack.__class__)
    fresh.path, fresh.files = pack.path, {key: _copy(data) for key, data in pack.files.items()}
    fresh.change(name, where, value)
    fresh.faults()


def _copy(data: object) -> object:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data
