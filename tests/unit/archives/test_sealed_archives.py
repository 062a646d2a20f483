"""A sealed archive says what does not hold: a byte that changed anywhere, a file that went or came."""

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from archives import Member, Sealed, Verdict, seal_archive, verify_archive
from archives.keys import new_key, private_key
from archives.layout import is_safe_name
from archives.stamps import request_for
from simulator.archive_cli import app
from tests.time_stamping import Authority

KEY = private_key(new_key())
AT = datetime(2026, 11, 24, 16, 30, 12, tzinfo=UTC)
MEMBERS = (
    Member("candidat.json", '{"nom": "Zoé Lefèvre-Ñandú", "épreuve": "étude de cas"}'.encode()),
    Member("appels/appel-1.ogg", bytes(range(256)) * 40),
    Member("vide.txt", b""),
)


def sealed(folder: Path, key: Ed25519PrivateKey = KEY, name: str = "a.zip") -> tuple[Path, Sealed]:
    out = folder / name
    return out, seal_archive(out, MEMBERS, {"External-Identifier": "C-01"}, key, AT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sealed(tmp_path_factory.mktemp("whole"))[0].read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tried")


def verdict_of(folder: Path, content: bytes, key: str = "") -> Verdict:
    path = folder / "tried.zip"
    path.write_bytes(content)
    return verify_archive(path, key)


def kinds(verdict: Verdict) -> set[str]:
    return {fault.kind for fault in verdict.faults}


def test_a_whole_archive_holds_and_says_what_it_is(tmp_path: Path) -> None:
    path, made = sealed(tmp_path)
    verdict = verify_archive(path, made.key)
    assert verdict.faults == ()
    assert (verdict.root, verdict.key, verdict.files) == (made.root, made.key, 3)
    assert ("External-Identifier", "C-01") in verdict.about
    assert not list(tmp_path.glob("*.part"))


def test_any_zip_program_opens_it_and_every_name_is_ascii(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert all(info.filename.isascii() for info in archive.infolist())
        assert archive.read("data/candidat.json") == MEMBERS[0].content
        assert archive.read("bagit.txt").decode() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@settings(max_examples=200)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_found(whole: bytes, folder: Path, where: float, bit: int) -> None:
    changed = bytearray(whole)
    changed[int(where * len(whole))] ^= 1 << bit
    assert verdict_of(folder, bytes(changed)).faults


def test_every_byte_of_the_seal_and_of_the_directory_counts(whole: bytes, tmp_path: Path) -> None:
    for at in range(whole.rindex(b"PK\x01\x02"), len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0x01
        assert verdict_of(tmp_path, bytes(changed)).faults, at


@given(kept=st.floats(0, 1, exclude_max=True))
def test_an_archive_that_was_cut_is_found(whole: bytes, folder: Path, kept: float) -> None:
    assert verdict_of(folder, whole[: int(kept * len(whole))]).faults


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\0" * 500])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    assert "not_an_archive" in kinds(verdict_of(tmp_path, content))


def remade(
    whole: bytes, drop: str = "", add: dict[str, bytes] | None = None, compression: int = zipfile.ZIP_STORED
) -> bytes:
    """As somebody would with another zip program."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for info in old.infolist():
            if info.filename != drop:
                new.writestr(info.filename, (add or {}).get(info.filename, old.read(info)))
        for name, content in (add or {}).items():
            if name not in old.namelist():
                new.writestr(name, content)
        new.comment = old.comment
    return out.getvalue()


@pytest.mark.parametrize(
    ("drop", "add", "said"),
    [
        ("data/vide.txt", {}, "« data/vide.txt » est au manifeste, mais n’est plus dans l’archive."),
        ("", {"data/bonus.txt": b"!"}, "« data/bonus.txt » n’est pas au manifeste : le fichier a été ajouté."),
        ("", {"data/vide.txt": b"!"}, "« data/vide.txt » a changé depuis le scellement."),
        ("", {"data/../../etc.txt": b"!"}, "Le nom « data/../../etc.txt » ne peut pas être de Combiné."),
        ("manifest-sha256.txt", {}, "il y manque « manifest-sha256.txt »"),
    ],
)
def test_a_file_that_went_came_or_changed_is_named(
    whole: bytes, tmp_path: Path, drop: str, add: dict[str, bytes], said: str
) -> None:
    verdict = verdict_of(tmp_path, remade(whole, drop, add))
    assert any(said in fault.words for fault in verdict.faults)
    assert "other_bytes" in kinds(verdict)


def test_a_forger_who_makes_the_manifests_anew_has_another_key(tmp_path: Path) -> None:
    path, made = sealed(tmp_path)
    forged, other = sealed(tmp_path, private_key(new_key()), "b.zip")
    assert verify_archive(forged).is_whole, "it holds by itself: only the printed fingerprint tells"
    (fault,) = verify_archive(forged, made.key).faults
    assert fault.kind == "other_key"
    assert f"celle de l’archive est {other.key}" in fault.words
    assert verify_archive(path, made.key.upper().replace(" ", "")).is_whole


def test_what_would_unfold_without_end_is_not_unfolded(whole: bytes, tmp_path: Path) -> None:
    bomb = remade(whole, add={"data/vide.txt": b"\0" * 5_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert "too_big" in kinds(verdict_of(tmp_path, bomb))


@pytest.mark.parametrize(
    "name", ["é.txt", "../x", "/x", "a//b", "a b", "CON", "aux.txt", "x.", ".x", "a/" * 9 + "b", "", "a\\b", "x" * 90]
)
def test_names_that_some_file_system_refuses_are_refused(tmp_path: Path, name: str) -> None:
    assert not is_safe_name(name)
    with pytest.raises(ValueError, match="not a name"):
        seal_archive(tmp_path / "a.zip", [Member(name, b"")], {}, KEY, AT)
    assert list(tmp_path.iterdir()) == []


def test_two_names_that_windows_holds_for_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a name"):
        seal_archive(tmp_path / "a.zip", [Member("a", b""), Member("A", b"")], {}, KEY, AT)


def test_a_source_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        seal_archive(tmp_path / "a.zip", [Member("a", tmp_path / "absent")], {}, KEY, AT)
    assert list(tmp_path.iterdir()) == []


def test_a_time_stamp_covers_the_root_and_another_one_is_found(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    answers: list[tuple[bytes, bytes]] = []

    def stamp(tag_manifest: bytes) -> bytes:
        answers.append((tag_manifest, authority.answer(request_for(tag_manifest))))
        return answers[-1][1]

    made = seal_archive(tmp_path / "a.zip", MEMBERS, {}, KEY, AT, stamp)
    manifest, answer = answers[0]
    assert hashlib.sha256(manifest).hexdigest() == made.root
    verdict = verify_archive(tmp_path / "a.zip")
    assert (verdict.faults, verdict.stamped) == ((), True)
    assert verdict.stamped_at is not None
    # The tool of everybody says the same, with nothing but the file and the authority's certificate.
    assert authority.believes(answer, manifest)
    assert not authority.believes(answer, manifest + b"x")
    # A true answer about something else, and no answer at all.
    seal_archive(tmp_path / "b.zip", MEMBERS[:1], {}, KEY, AT, lambda _: answer)
    assert kinds(verify_archive(tmp_path / "b.zip")) == {"bad_time_stamp"}
    seal_archive(tmp_path / "c.zip", MEMBERS, {}, KEY, AT, lambda _: b"answer")
    assert kinds(verify_archive(tmp_path / "c.zip")) == {"bad_time_stamp"}


def test_a_time_stamp_holds_after_its_authoritys_certificate_has_ended(tmp_path: Path) -> None:
    """What counts is the moment of stamping, as whoever reads the archive years later finds it."""
    authority = Authority(tmp_path / "tsa", lives=timedelta(seconds=2))
    answers: list[tuple[bytes, bytes]] = []

    def stamp(tag_manifest: bytes) -> bytes:
        answers.append((tag_manifest, authority.answer(request_for(tag_manifest))))
        return answers[-1][1]

    seal_archive(tmp_path / "a.zip", MEMBERS, {}, KEY, AT, stamp)
    authority.has_ended()
    verdict = verify_archive(tmp_path / "a.zip")
    assert (verdict.faults, verdict.stamped) == ((), True)
    assert verdict.stamped_at is not None
    manifest, answer = answers[0]
    assert not authority.believes(answer, manifest), "read with today's date, the certificate is over"
    assert authority.believes(answer, manifest, at=verdict.stamped_at)


def test_the_command_says_it_in_french(tmp_path: Path) -> None:
    path, made = sealed(tmp_path)

    def said(*arguments: str) -> tuple[int, str]:
        ran = CliRunner().invoke(app, ["verify", *arguments])
        return ran.exit_code, ran.output.replace("\u00a0", " ").replace("\u202f", " ")

    code, words = said(str(path), "--cle", made.key, "--empreinte", made.root)
    assert (code, "L’archive est entière : 3 fichiers" in words, made.root in words) == (0, True, True)
    assert "Scellée le : " in words
    assert said(str(path), "--empreinte", "0" * 64)[0] == 1
    path.write_bytes(path.read_bytes().replace("Lefèvre".encode(), "Lefévre".encode()))
    code, words = said(str(path))
    assert code == 1
    assert "« data/candidat.json » a changé depuis le scellement." in words
    absent = tmp_path / "absent.zip"
    assert said(str(absent)) == (2, f"« {absent} » ne se lit pas : ce fichier n’existe pas.\n")
    code, words = said(str(tmp_path))
    assert (code, "c’est un dossier" in words) == (2, True)


def test_the_command_speaks_french_of_what_bagit_names_in_english(tmp_path: Path) -> None:
    about = {
        "External-Identifier": "51d9354354c6a1c2/9f00",
        "Internal-Sender-Description": "Session entiere",
        "Bag-Group-Identifier": "ab" * 32,
    }
    path = tmp_path / "session.zip"
    seal_archive(
        path, [Member("un.json", b"{}" * 600), Member("deux.json", b"{}")], about, private_key(new_key()), AT
    )
    ran = CliRunner().invoke(app, ["verify", str(path)])
    words = ran.output.replace("\u00a0", " ").replace("\u202f", " ")
    assert ran.exit_code == 0
    assert "  Contenu : 1 202 octets en 2 fichiers\n" in words
    assert "  Identifiants : session 51d9354354c6a1c2, poste 9f00\n" in words
    assert "  De : la session entière\n" in words
    assert f"avant l’effacement des enregistrements : {'ab' * 32}\n" in words
    assert not re.search(r"Oxum|entiere|Bag-|External|Internal", words)
    # The bag's own file stays as every BagIt tool reads it.
    with zipfile.ZipFile(path) as archive:
        assert archive.read("bag-info.txt").isascii()
        assert b"Payload-Oxum: 1202.2" in archive.read("bag-info.txt")


@pytest.mark.parametrize("option", ["--cle", "--empreinte"])
def test_a_fingerprint_that_is_given_empty_is_refused(tmp_path: Path, option: str) -> None:
    path, _ = sealed(tmp_path)
    for blank in ("", "  "):
        ran = CliRunner().invoke(app, ["verify", str(path), option, blank])
        assert (ran.exit_code, f"{option} est donné mais vide" in ran.output) == (2, True)


MOVED = """
import datetime, sys, time
at = float(sys.argv.pop(1))
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(at, tz)
datetime.datetime, time.time, time.time_ns = Moved, lambda: at, lambda: int(at * 1e9)
from simulator.archive_cli import app
app()
"""
"""A machine whose clock says `argv[1]` (seconds since 1970), and the command on it."""


def test_a_moved_clock_changes_nothing_of_what_is_said(tmp_path: Path) -> None:
    """In ten years, and on a machine that woke up in 1981: a whole archive holds, a changed one does not."""
    path, made = sealed(tmp_path)

    def said(at: datetime) -> tuple[int, str]:
        command = [sys.executable, "-c", MOVED, str(at.timestamp()), "verify", str(path), "--cle", made.key]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    clocks = [datetime(1981, 5, 10, tzinfo=UTC), AT, AT + timedelta(days=3653)]
    told = {said(at) for at in clocks}
    assert len(told) == 1, told
    assert "L’archive est entière" in told.pop()[1]
    path.write_bytes(path.read_bytes().replace("Lefèvre".encode(), "Lefévre".encode()))
    assert {said(at)[0] for at in clocks} == {1}
