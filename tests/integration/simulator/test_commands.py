"""`simulator …` as somebody types it: what it says in French, and what it leaves behind."""

import asyncio
import json
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import structlog
from typer.testing import CliRunner, Result

from simulator.cli import app
from simulator.settings import BadSettings, Settings
from tests.free_ports import free_port
from tests.integration.simulator.ground import ADDRESS, a_centre, did
from tests.integration.simulator.house import PACK_ID, write_pack

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """An installation of its own, by the environment; its logs' set-up goes with it."""
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    write_pack(tmp_path)
    for name, value in {
        "COMBINE_DATA": tmp_path / "var",
        "COMBINE_PACKS": tmp_path / "packs",
        "COMBINE_ICE_ADDRESSES": '["127.0.0.1"]',
        "COMBINE_PORT": free_port(),
        "COMBINE_SIP_PORT": free_port(),
    }.items():
        monkeypatch.setenv(name, str(value))
    yield tmp_path
    structlog.reset_defaults()


def simulator(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments], input=typed)


async def simulator_beside(*arguments: str, typed: str = "") -> Result:
    """As `simulator`, from a test that has an event loop: a command makes its own, in a thread."""
    return await asyncio.to_thread(simulator, *arguments, typed=typed)


@contextmanager
def started(folder: Path, *arguments: str, **environment: str) -> Generator["subprocess.Popen[bytes]"]:
    """The command in a process of its own; its words are in `folder`/said."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", "from simulator.cli import main; main()", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=said,
            stderr=said,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def wait_for(process: "subprocess.Popen[bytes]", folder: Path, address: str, trust: ssl.SSLContext | bool) -> None:
    limit = time.monotonic() + 60
    while True:
        said = (folder / "said").read_text(errors="replace")
        assert process.poll() is None, said
        assert time.monotonic() < limit, said
        try:
            if httpx.get(f"{address}/api/public/health", verify=trust).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)


async def test_an_account_made_on_the_command_line_signs_in(installation: Path) -> None:
    typed = "mot-de-passe-du-centre\n" * 2
    made = await simulator_beside(
        "people", "add", "C.Delmas", "--name", "Claire Delmas", "--role", "session_lead", typed=typed
    )
    assert made.exit_code == 0, made.output
    assert "Le compte «\u00a0c.delmas\u00a0» est créé." in made.output
    assert "mot-de-passe-du-centre" not in made.output
    async with a_centre(installation) as centre:
        body = {"login": "c.delmas", "password": "mot-de-passe-du-centre"}
        me = await did(centre.browser().post("/api/staff/sign-in", json=body))
        assert me["roles"] == ["session_lead"]


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("Éva", "--name", "Éva", "--role", "jury"), "mot-de-passe-long", "Identifiant"),
        (("eva", "--name", "Éva", "--role", "chef"), "mot-de-passe-long", "Rôle"),
        (("eva", "--name", "Éva", "--role", "jury"), "court", "Mot de passe\u00a0: 10 caractères"),
        (("demo-jury", "--name", "Éva", "--role", "jury"), "mot-de-passe-long", "réservés à la démonstration"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_in_words(
    arguments: tuple[str, ...], typed: str, said: str
) -> None:
    refused = simulator("people", "add", *arguments, typed=f"{typed}\n{typed}\n")
    assert refused.exit_code == 2
    assert said in refused.output


def test_an_account_is_made_once() -> None:
    arguments = ("people", "add", "eva", "--name", "Éva", "--role", "jury", "--password", "mot-de-passe-long")
    assert simulator(*arguments).exit_code == 0
    again = simulator(*arguments)
    assert (again.exit_code, "existe déjà" in again.output) == (2, True)


def test_migrating_twice_is_migrating_once(installation: Path) -> None:
    for _ in range(2):
        done = simulator("migrate")
        assert (done.exit_code, done.output) == (0, "La base de données est à jour.\n")
    assert stat.S_IMODE((installation / "var").stat().st_mode) == 0o700


def test_a_pack_is_carried_out_and_in_again_with_the_same_bytes(installation: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "un.zip", tmp_path / "deux.zip"
    assert simulator("packs", "export", PACK_ID, str(first)).exit_code == 0
    assert simulator("packs", "export", PACK_ID, str(first)).exit_code == 2, "never written over unasked"
    refused = simulator("packs", "import", str(first))
    assert refused.exit_code == 2
    assert "--replace" in refused.output
    shutil.rmtree(installation / "packs" / PACK_ID)
    taken = simulator("packs", "import", str(first))
    assert (taken.exit_code, "sans redémarrer" in taken.output) == (0, True)
    assert simulator("packs", "export", PACK_ID, str(second)).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert simulator("packs", "import", str(first), "--as", "autre").exit_code == 0
    assert "autre " in simulator("packs", "list").output


def test_a_new_pack_passes_the_checker_and_says_what_each_field_is(tmp_path: Path) -> None:
    folder = tmp_path / "chez-nous" / "mes-lampes"
    made = simulator("packs", "new", str(folder))
    assert made.exit_code == 0, made.output
    assert "packs check" in made.output
    assert json.loads(simulator("packs", "check", str(folder), "--json").output) == []
    lines = (folder / "company.yaml").read_text(encoding="utf-8").splitlines()
    assert "id: mes-lampes" in lines
    assert sum(line.lstrip().startswith("#") for line in lines) > 10
    shown = simulator("packs", "show", str(folder)).output
    assert "mes-lampes" in shown
    assert "Léa Morin" in shown
    assert simulator("packs", "new", str(folder)).exit_code == 2, "never written over"
    assert simulator("packs", "new", str(tmp_path / "Mes Lampes")).exit_code == 2
    assert not (tmp_path / "Mes Lampes").exists()


def test_sisters_of_an_exchange_are_written_beside_it_and_nothing_is_written_over(tmp_path: Path) -> None:
    folder, file = tmp_path / "velambre-varie", tmp_path / "varie.zip"
    arguments = ("packs", "vary", "velambre", "e6-impaye", "--count", "2", "--seed", "3", "--out")
    made = simulator(*arguments, str(folder))
    assert made.exit_code == 0, made.output
    assert "e6-impaye-v3-1" in made.output
    assert json.loads(simulator("packs", "check", str(folder), "--json").output) == []
    assert simulator(*arguments, str(folder)).exit_code == 2
    assert simulator(*arguments, str(file)).exit_code == 0
    assert simulator("packs", "import", str(file)).exit_code == 0
    unknown = simulator("packs", "vary", "velambre", "e9", "--out", str(tmp_path / "autre"))
    assert unknown.exit_code == 2
    assert "variations" in unknown.output
    assert not (tmp_path / "autre").exists()


def test_the_schemas_for_editors_are_written_with_the_setting_that_uses_them(tmp_path: Path) -> None:
    said = simulator("packs", "schema", str(tmp_path / "schemas")).output
    setting = json.loads(said[said.index("{") :])["yaml.schemas"]
    assert sorted(setting) == sorted(path.as_uri() for path in (tmp_path / "schemas").iterdir())
    assert "customers/*.yaml" in setting.values()


def test_a_zip_that_is_no_pack_is_refused_in_words(installation: Path, tmp_path: Path) -> None:
    file = tmp_path / "faux.zip"
    file.write_bytes(b"<html>")
    refused = simulator("packs", "import", str(file))
    assert refused.exit_code == 2
    assert "n’est pas un ZIP" in refused.output
    assert "Rien n’a été installé." in refused.output
    assert [path.name for path in (installation / "packs").iterdir()] == [PACK_ID]


def test_packs_are_listed_and_checked(installation: Path) -> None:
    assert f"{PACK_ID} " in simulator("packs", "list").output
    folder = installation / "packs" / PACK_ID
    (folder / "subjects" / "sujet.yaml").write_text("id: sujet\ninconnu: 1\n")
    checked = simulator("packs", "check", str(folder))
    assert checked.exit_code == 1
    faults = json.loads(simulator("packs", "check", str(folder), "--json").output)
    assert any(fault["file"] == "subjects/sujet.yaml" for fault in faults)


def test_the_schema_is_printed_without_a_server_and_without_leaving_anything(installation: Path) -> None:
    printed = json.loads(simulator("openapi").output)
    assert {"CandidateUp", "JuryDown"} <= set(printed["components"]["schemas"])
    assert "/api/candidate/desk" in printed["paths"]
    assert not (installation / "var").exists()


def test_the_demo_beyond_this_machine_is_refused_in_words_before_anything_opens(installation: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from simulator.cli import main; main()", "demo"],
        cwd=ROOT,
        env={**os.environ, "COMBINE_HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "La démonstration ne démarre que sur cette machine" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (installation / "var").exists()


def test_a_taken_port_is_said_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(os.environ["COMBINE_PORT"])))
        other.listen()
        refused = simulator("serve")
    assert refused.exit_code == 2
    assert "est déjà pris" in refused.output


async def test_two_servers_never_share_a_data_folder(installation: Path) -> None:
    async with a_centre(installation):
        with pytest.raises(BadSettings, match="tourne déjà"):
            async with a_centre(installation):
                pass
        beside = await simulator_beside("recordings", "finish")
        assert isinstance(beside.exception, BadSettings), "it would finish calls that are still spoken"


def test_beyond_this_machine_it_speaks_tls_that_the_desks_can_trust(installation: Path) -> None:
    port = os.environ["COMBINE_PORT"]
    with started(installation, "serve", COMBINE_HOST="0.0.0.0") as process:
        place = installation / "var" / "certificate" / "0.0.0.0"
        limit = time.monotonic() + 60
        while not (place / "cle.pem").exists():
            assert process.poll() is None, (installation / "said").read_text()
            assert time.monotonic() < limit
            time.sleep(0.1)
        trust = ssl.create_default_context(cafile=place / "combine-autorite.pem")
        wait_for(process, installation, f"https://127.0.0.1:{port}", trust)
        assert stat.S_IMODE((place / "cle.pem").stat().st_mode) == 0o600
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"https://127.0.0.1:{port}/api/public/health")
    said = (installation / "said").read_text()
    assert "combine-autorite.pem" in said
    assert "Traceback" not in said, said


def test_the_demo_says_where_to_go_and_who_can_sign_in_and_stops_without_a_trace(installation: Path) -> None:
    address = ADDRESS.rpartition(":")[0] + f":{os.environ['COMBINE_PORT']}"
    with started(installation, "demo") as process:
        wait_for(process, installation, address, True)
        assert httpx.get(f"{address}/api/public/info").json()["demo"]
    said = (installation / "said").read_text()
    assert address in said
    for words in ("demo-responsable", "Nadia Roy", "combine-demo", "formateur"):
        assert words in said
    assert "Traceback" not in said, said
