"""A pack as a ZIP: the same bytes back, and whatever a stranger may put into one refused with a way out."""

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import PackError, check_pack
from scenarios.zipped import AlreadyThere, ZipRefused, files_of, read_zip, reading, take_in, write_zip

from .pack_folder import PackFolder

PACKS = Path(__file__).resolve().parents[3] / "scenarios" / "packs"


def zipped(files: Mapping[str, bytes], folder: str = "atelier") -> bytes:
    into = io.BytesIO()
    write_zip(files, folder, into)
    return into.getvalue()


def read(content: bytes) -> Mapping[str, bytes]:
    return read_zip(io.BytesIO(content))


def refused(content: bytes) -> str:
    with pytest.raises(ZipRefused) as caught:
        read(content)
    assert caught.value.remedy
    return caught.value.problem.replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["velambre", "volmeray", "vorlande", "yseval"])
def test_a_shipped_pack_comes_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    first = zipped(files_of(PACKS / name), name)
    taken = take_in(read(first), tmp_path)
    assert taken.folder == tmp_path / name
    assert files_of(taken.folder) == files_of(PACKS / name)
    assert zipped(files_of(taken.folder), name) == first


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    comment=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40),
    title=st.from_regex(r"[A-Za-zàéèç’ ]{0,30}[a-zé]", fullmatch=True),
    blank_lines=st.integers(0, 3),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_export_import_export_is_stable_whatever_an_author_wrote(
    tmp_path_factory: pytest.TempPathFactory, comment: str, title: str, blank_lines: int, line_end: str
) -> None:
    pack = PackFolder(tmp_path_factory.mktemp("pack"))
    pack.change("subjects/essai.yaml", "title", title)
    name = "subjects/essai.yaml"
    text = (pack.write() / name).read_text(encoding="utf-8")
    pack.put(name, ("# " + comment + "\n" * (blank_lines + 1) + text).replace("\n", line_end))
    if any(fault.severity == "error" for fault in check_pack(pack.path)):
        return  # Hypothesis wrote a character that the checker refuses.
    first = zipped(files_of(pack.path))
    taken = take_in(read(first), tmp_path_factory.mktemp("home"))
    assert zipped(files_of(taken.folder)) == first


def test_another_identifier_is_the_only_change_and_comments_stay(pack: PackFolder, tmp_path: Path) -> None:
    text = (pack.write() / "company.yaml").read_text(encoding="utf-8")
    pack.put("company.yaml", "# Écrit par Léa\n" + text.replace("id: atelier", "id: atelier   # le nom du dossier"))
    files = files_of(pack.path)
    taken = take_in(files, tmp_path / "home", pack_id="atelier-bis")
    changed = files_of(taken.folder)
    assert {name for name in files if files[name] != changed[name]} == {"company.yaml"}
    before, after = files["company.yaml"].decode(), changed["company.yaml"].decode()
    assert "# Écrit par Léa" in after
    assert "# le nom du dossier" in after
    assert [line.split("#")[0].strip() for line in after.splitlines()] == [
        line.replace("id: atelier", "id: atelier-bis").split("#")[0].strip() for line in before.splitlines()
    ]


def test_files_at_the_root_and_what_a_system_adds_are_read(pack: PackFolder) -> None:
    files = files_of(pack.write())
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("__MACOSX/._company.yaml", b"\x00")
        archive.writestr("customers/.DS_Store", b"\x00")
    assert read(into.getvalue()) == files


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../dehors.yaml", "sort du dossier"),
        ("a/../../dehors.yaml", "sort du dossier"),
        ("./a.yaml", "sort du dossier"),
        ("a//b.yaml", "sort du dossier"),
        ("/etc/passwd.yaml", "chemin absolu"),
        ("C:/a.yaml", "chemin absolu"),
        ("customers\\lea.yaml", "barre oblique"),
        ("a\x07.yaml", "invisible"),
        ("a\u202e.yaml", "invisible"),
        ("a/b/c/d/e/f.yaml", "trop profond"),
        ("a" * 250 + ".yaml", "trop long"),
        ("run.sh", "n’est pas d’un scénario"),
        ("autre.zip", "n’est pas d’un scénario"),
        ("COMPANY.yaml", "même nom"),
        ("company.yaml/a.yaml", "à la fois"),
    ],
)
def test_a_name_that_has_no_place_is_refused_in_words(name: str, words: str) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("company.yaml", b"id: a\n")
        archive.writestr(name, b"x")
    assert words in refused(into.getvalue())


def test_a_name_twice_is_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("company.yaml", b"id: a\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("company.yaml", b"id: b\n")
    assert "même nom" in refused(into.getvalue())


def test_a_name_that_is_not_utf8_is_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("lXa.yaml", b"x")
    assert "UTF-8" in refused(into.getvalue().replace(b"lXa.yaml", b"l\x82a.yaml"))
    with zipfile.ZipFile(into := io.BytesIO(), "w") as archive:
        archive.writestr("lé.yaml", b"x")
    refused(into.getvalue().replace("lé.yaml".encode(), b"l\xff\xfe.yaml"))


def test_a_name_cut_by_a_nul_is_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("company.yaml", b"id: a\n")
        archive.writestr("aX.sh.yaml", b"x")
    assert "invisible" in refused(into.getvalue().replace(b"aX.sh.yaml", b"a\0.sh.yaml"))


@pytest.mark.parametrize(("kind", "words"), [(stat.S_IFLNK, "lien symbolique"), (stat.S_IFIFO, "fichier spécial")])
def test_links_and_special_files_are_refused(kind: int, words: str) -> None:
    into, entry = io.BytesIO(), zipfile.ZipInfo("company.yaml")
    entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(entry, b"/etc/passwd")
    assert words in refused(into.getvalue())


@pytest.mark.parametrize("inside", [zipped({"company.yaml": b"x"}), b"\x1f\x8b\x08\x00", b"7z\xbc\xaf\x27\x1c."])
def test_an_archive_in_the_archive_is_refused_whatever_its_name(inside: bytes) -> None:
    assert "archive dans l’archive" in refused(zipped({"company.yaml": b"id: a\n", "notes.txt": inside}))


def test_a_bomb_is_refused_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"company.yaml": bytes(8 << 20)})
    assert len(bomb) < 20_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert "démesurément" in refused(bomb)


def test_the_sum_of_all_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_PACK", 300_000)
    files = {f"notes-{i}.txt": os.urandom(50_000) for i in range(7)}
    assert "démesurément" in refused(zipped(files | {"company.yaml": b"id: a\n"}))


def test_the_yaml_that_the_checker_would_have_to_read_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_YAML", 100_000)
    files = {"company.yaml": b"id: a\n", **{f"customers/{i}.yaml": os.urandom(30_000) for i in range(4)}}
    assert "textes" in refused(zipped(files))
    assert read(zipped({"company.yaml": b"id: a\n", "audio/a.opus": os.urandom(200_000)}))


def test_a_size_that_lies_is_found_out() -> None:
    content = bytearray(zipped({"company.yaml": b"a" * 5000}))
    true = (5000).to_bytes(4, "little")
    while (at := content.find(true)) >= 0:
        content[at : at + 4] = (100).to_bytes(4, "little")
    assert "abîmé" in refused(bytes(content))


def test_entries_that_share_their_bytes_are_refused() -> None:
    """Two entries of the directory point to the same data, as a « quine » bomb's thousands do."""
    content = zipped({"a.txt": os.urandom(40_000), "company.yaml": b"id: a\n"})
    at = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x01\x02", at + 4)
    entry = content[at:end]
    forged = bytearray(content[:at] + entry + entry.replace(b"a.txt", b"b.txt") + content[end:])
    tail = forged.find(b"PK\x05\x06")
    size = int.from_bytes(forged[tail + 12 : tail + 16], "little") + len(entry)
    forged[tail + 8 : tail + 12] = (3).to_bytes(2, "little") * 2
    forged[tail + 12 : tail + 16] = size.to_bytes(4, "little")
    assert refused(bytes(forged)) in (
        "Ce ZIP se déplie démesurément.",
        "Ce fichier n’est pas un ZIP, ou il est abîmé.",
    )


def test_too_many_files_are_refused() -> None:
    assert "plus de 2000" in refused(zipped({f"n{i}.txt": b"" for i in range(reading.MOST_FILES + 1)}))


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "grand.zip"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with path.open("rb") as file, pytest.raises(ZipRefused, match="2048"):
        read_zip(file)


def test_a_password_is_said_to_be_one() -> None:
    content = bytearray(zipped({"company.yaml": b"id: a\n"}))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(head) + flags] |= 1
    assert "mot de passe" in refused(bytes(content))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", os.urandom(3000)])
def test_what_is_no_zip_is_said_to_be_none(content: bytes) -> None:
    assert "n’est pas un ZIP" in refused(content)


def test_a_zip_without_a_company_is_no_pack() -> None:
    assert "company.yaml manque" in refused(zipped({"notes.txt": b"x"}))
    assert "company.yaml manque" in refused(zipped({}))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_byte_bent_is_read_or_refused_never_a_traceback(data: st.DataObject) -> None:
    content = bytearray(zipped({"company.yaml": b"id: a\n" * 50, "customers/lea.yaml": b"id: lea\n"}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ZipRefused):
        read(bytes(content))


def home_is_untouched(home: Path) -> bool:
    return not list(home.iterdir()) if home.exists() else True


@pytest.mark.parametrize(
    ("company", "code"),
    [
        (b"a: &a [x, x]\nb: [*a, *a, *a]\n", "alias"),
        (b"id: !!python/object/apply:os.system [ls]\n", "tag"),
        (b"id: " + b"[" * 50_000, "too_deep"),
        (b"\xff\xfe", "not_utf8"),
    ],
)
def test_yaml_that_means_harm_is_refused_and_nothing_is_left(tmp_path: Path, company: bytes, code: str) -> None:
    for pack_id in (None, "autre"):
        with pytest.raises(PackError) as caught:
            take_in({"company.yaml": company}, tmp_path / "home", pack_id=pack_id)
        assert [fault.code for fault in caught.value.faults] == [code]
    assert home_is_untouched(tmp_path / "home")


@pytest.mark.parametrize("company", [b"- a\n", b"name: x\n", b"id: ../x\n", b"id: [a]\n", b"id: A B\n"])
def test_an_identifier_is_never_a_way_out(tmp_path: Path, company: bytes) -> None:
    with pytest.raises(ZipRefused):
        take_in({"company.yaml": company}, tmp_path / "home")
    with pytest.raises(ZipRefused):
        take_in({"company.yaml": b"id: atelier\n"}, tmp_path / "home", pack_id="../x")
    assert home_is_untouched(tmp_path / "home")


def test_a_faulty_pack_is_refused_with_all_its_faults(pack: PackFolder, tmp_path: Path) -> None:
    pack.change("subjects/essai.yaml", "exchanges.0.customer", "lea-moran")
    pack.change("customers/lea-morin.yaml", "segmant", "x")
    with pytest.raises(PackError) as caught:
        take_in(files_of(pack.write()), tmp_path / "home")
    assert {fault.code for fault in caught.value.faults} >= {"unknown_reference", "unknown_key"}
    assert home_is_untouched(tmp_path / "home")


def test_what_is_there_is_replaced_only_when_asked(pack: PackFolder, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = files_of(pack.write())
    take_in(first, home)
    second = {**first, "notes.md": b"# Deux\n"}
    with pytest.raises(AlreadyThere):
        take_in(second, home)
    assert files_of(home / "atelier") == first
    assert take_in(second, home, replace=True).has_replaced
    assert files_of(home / "atelier") == second
    assert [path.name for path in home.iterdir()] == ["atelier"]


def test_a_cut_between_the_two_renames_loses_nothing(pack: PackFolder, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = files_of(pack.write())
    take_in(first, home)
    (home / "atelier").rename(home / ".before-atelier")  # where a power cut would have left it
    with pytest.raises(ZipRefused):
        take_in({"notes.md": b""}, home)
    assert files_of(home / "atelier") == first


def test_what_a_cut_import_left_is_cleared_later_but_not_under_an_import_that_runs(
    pack: PackFolder, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    old, running = home / ".coming-old", home / ".coming-running"
    for one in (old, running):
        one.mkdir(parents=True)
    os.utime(old, (0, 0))
    take_in(files_of(pack.write()), home)
    assert sorted(path.name for path in home.iterdir()) == [".coming-running", "atelier"]


def test_a_disk_that_refuses_leaves_the_earlier_pack(
    pack: PackFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    first = files_of(pack.write())
    take_in(first, home)
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if path.parent.name.startswith(".coming-") and target == home / "atelier":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        take_in({**first, "notes.md": b""}, home, replace=True)
    assert files_of(home / "atelier") == first
    assert [path.name for path in home.iterdir()] == ["atelier"]


def test_links_and_hidden_files_are_not_carried_out(pack: PackFolder, tmp_path: Path) -> None:
    folder = pack.write()
    before = files_of(folder)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "notes.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "ailleurs").symlink_to(tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_text("x")
    assert files_of(folder) == before
