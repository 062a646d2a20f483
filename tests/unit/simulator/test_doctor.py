"""`simulator doctor`: each thing broken in turn is the one that is told, with its remedy; then all is well again."""

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import time
from collections import namedtuple
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
import trustme
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from simulator.cli import app
from simulator.doctor import machine, network, sound, stored, strength
from simulator.doctor.backups import backups
from simulator.doctor.certificates import certificate
from simulator.doctor.finding import Finding
from simulator.recordings.tables import RecordingRow
from simulator.service.answering import unready
from simulator.settings import BadSettings, Settings, load_secret
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from telephony import Role
from tests.dumps import Recorded, on_time, spoken
from tests.free_ports import free_port
from tests.integration.simulator.house import write_pack
from tests.integration.simulator.new_database import NAME, lay_database
from tests.integration.storage.filling import fill

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A sound installation, started once."""
    write_pack(tmp_path)
    lay_database(tmp_path / "var")
    load_secret(tmp_path / "var")
    return settings_of(tmp_path)


def settings_of(folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {"data": folder / "var", "packs": folder / "packs", "port": free_port(), "sip": False}
    return Settings(**(given | {"ice_addresses": ["127.0.0.1"], "transcription": False} | more))


def is_told(finding: Finding, level: str, said: str, remedy: str) -> None:
    assert finding.level == level, finding
    assert said in finding.said
    assert remedy in finding.remedy
    assert finding.remedy, "each has a way out"


def test_a_data_folder_that_cannot_be_written_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored.data_folder(settings).level == "ok"
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    is_told(stored.data_folder(settings), "fault", "ne peut pas écrire", "chown")


@pytest.mark.parametrize(("free", "level"), [(40 * 2**30, "ok"), (2**30, "warning"), (50 * 2**20, "fault")])
def test_a_disk_that_fills_is_told_before_it_is_full(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 * 2**30, 0, free))
    found = stored.disk_room(settings)
    assert found.level == level
    assert ("Libérez de la place" in found.remedy) == (level != "ok")


async def test_a_database_that_is_damaged_old_newer_or_gone_is_told(settings: Settings) -> None:
    path = settings.data / NAME
    assert (await stored.database(settings)).level == "ok"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    is_told(await stored.database(settings), "fault", "plus récente de Combiné (9999)", "Reprenez")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", steps()[:1])
    is_told(await stored.database(settings), "warning", f"plus ancien ({steps()[0]})", "simulator migrate")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(8192) + whole[12288:])
    is_told(await stored.database(settings), "fault", "abîmée", "simulator restore")
    path.unlink()
    assert (await stored.database(settings)).level == "ok", "a first start makes it"
    (settings.recordings / "call").mkdir(parents=True)
    is_told(await stored.database(settings), "fault", "a disparu", "simulator restore")


def test_secrets_that_others_may_read_are_a_fault_with_the_command_that_shuts_them(settings: Settings) -> None:
    assert stored.secret_files(settings).level == "ok"
    (settings.data / "secrets.json").chmod(0o640)
    is_told(stored.secret_files(settings), "fault", "peuvent les lire", "chmod 600")


@pytest.mark.parametrize("content", [b"", b'{"signing": "cou', b"{}"])
def test_a_secret_that_a_start_would_refuse_is_a_fault(settings: Settings, content: bytes) -> None:
    path = settings.data / "secrets.json"
    path.write_bytes(content)
    is_told(stored.secret_files(settings), "fault", "vide ou coupé", "Remettez celui d’une sauvegarde")
    with pytest.raises(BadSettings, match="remettez celui d’une sauvegarde"):
        load_secret(settings.data)
    path.unlink()
    assert stored.secret_files(settings).level == "ok", "the next start makes one"


@pytest.mark.parametrize("url", ["postgresql://c:m@h/b", "mysql://c:m@h/b", "postgresql+psycopg://c:m@h/b", "base"])
def test_a_database_of_another_kind_is_told_as_a_start_tells_it(
    doctor: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("COMBINE_DATABASE_URL", url)
    told = doctor("--json")
    found = {one["name"]: one for one in json.loads(told.output)}
    assert told.exit_code == 1
    assert found["database"]["level"] == "fault"
    assert "écrivez postgresql+asyncpg://" in found["database"]["remedy"]
    assert found["recordings"]["level"] == "warning"


def test_a_folder_that_only_the_unit_shuts_is_told_with_how_to_open_it_there(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = settings.model_copy(update={"backups": tmp_path / "sauvegardes"})
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))
    monkeypatch.setenv("INVOCATION_ID", "1f")
    is_told(backups(shut), "fault", "ne peut pas écrire", f"ReadWritePaths=-{shut.backups}")
    assert "systemctl edit combine" in backups(shut).remedy
    assert f"sudo mkdir -p {shut.backups}" in backups(shut).remedy
    assert f"chown combine: {shut.backups}" in backups(shut).remedy
    monkeypatch.delenv("INVOCATION_ID")
    assert "systemctl" not in backups(shut).remedy, "no unit, no unit's remedy"


def test_a_broken_pack_is_named(settings: Settings, tmp_path: Path) -> None:
    assert stored.packs(settings).level == "ok"
    (tmp_path / "packs" / "casse").mkdir()
    (tmp_path / "packs" / "casse" / "company.yaml").write_text("id: [")
    is_told(stored.packs(settings), "fault", "casse", "simulator packs check")


async def test_a_port_is_free_or_ours_or_taken_by_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_of(tmp_path, port=port, sip=True, sip_port=port)
        is_told(network.web_port(settings, False), "fault", "pris par un autre programme", "COMBINE_PORT")
        is_told(network.sip_port(settings, False), "fault", "pris par un autre programme", "COMBINE_SIP_PORT")
        assert network.web_port(settings, True).level == "ok", "Combiné itself answers there"
    assert not await network.is_serving(settings)
    assert str(port) in (unready(settings) or ""), "as a container asks"
    assert network.web_port(settings, False).level == "ok"
    assert network.sip_port(settings, False).level == "ok"
    elsewhere = settings_of(tmp_path, host="192.0.2.7")
    is_told(network.web_port(elsewhere, False), "fault", "n’est pas une adresse de cette machine", "0.0.0.0")


def test_a_certificate_is_told_before_it_ends(settings: Settings) -> None:
    assert certificate(settings).level == "ok", "none is needed on this machine"
    place = settings.data / "certificate" / "127.0.0.1"
    place.mkdir(parents=True)
    end = datetime.now(UTC) + timedelta(days=100)
    issued = trustme.CA().issue_cert("127.0.0.1", not_after=end)
    (place / "chaine.pem").write_bytes(issued.cert_chain_pems[0].bytes())
    assert certificate(settings).level == "ok"
    soon, over = (certificate(settings, end + timedelta(days=by)) for by in (-10, 1))
    is_told(soon, "warning", f"{end:%d/%m/%Y}", "Remplacez")
    is_told(over, "fault", "échu", "Remplacez")
    (place / "chaine.pem").write_bytes(b"")
    is_told(certificate(settings), "fault", "ne se lit pas", "sauvegarde")


def test_an_address_of_another_machine_gives_no_sound(settings: Settings, tmp_path: Path) -> None:
    assert network.ice_addresses(settings).level == "ok"
    wrong = settings_of(tmp_path, ice_addresses=["192.0.2.7"])
    is_told(network.ice_addresses(wrong), "fault", "192.0.2.7", "COMBINE_ICE_ADDRESSES")
    closed = settings_of(tmp_path, host="0.0.0.0")
    is_told(network.ice_addresses(closed), "fault", "aucune que les postes", "réseau")


async def test_a_relay_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Relay(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr: Any) -> None:
            self.transport.sendto(b"\x01\x01\x00\x00" + data[4:20], addr)  # type: ignore[attr-defined]

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Relay, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    given = {"turn_urls": [f"turn:127.0.0.1:{port}?transport=udp"], "turn_secret": "secret"}
    assert (await network.relay(settings_of(tmp_path, **given))).level == "ok"
    transport.close()
    await asyncio.sleep(0)
    is_told(await network.relay(settings_of(tmp_path, **given)), "fault", f"127.0.0.1:{port}", "coturn")


def test_speech_proofreader_and_clock(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.speech(settings).level == "ok", "switched off"
    wanted = settings_of(tmp_path, transcription=True, models=tmp_path / "models")
    monkeypatch.setattr(machine, "is_installed", lambda _: False)
    is_told(machine.speech(wanted), "warning", "n’est pas installé", "make speech")
    monkeypatch.setattr(machine, "is_installed", lambda _: True)
    broken = tmp_path / "models" / "whisper-base"
    broken.mkdir(parents=True)
    (broken / "model.bin").write_bytes(b"half of it")
    is_told(machine.speech(wanted), "fault", "« whisper-base » est abîmé", "simulator models fetch")
    assert machine.proofreader(True).level == "ok"
    is_told(machine.proofreader(False), "warning", "Grammalecte manque", "grammalecte-cli")
    now = datetime.now(UTC)
    assert machine.clock(settings, now, True).level == "ok"
    is_told(machine.clock(settings, now, False), "warning", "aucun serveur de temps", "timedatectl")
    is_told(machine.clock(settings, now - timedelta(days=400), True), "fault", "retarde", "Réglez-la")


@pytest.mark.parametrize(
    ("megabytes", "transcribes", "level"),
    [(8000, True, "ok"), (700, False, "ok"), (700, True, "warning"), (200, False, "fault")],
)
def test_little_memory_is_told_before_the_system_ends_the_server(
    tmp_path: Path, megabytes: int, transcribes: bool, level: str
) -> None:
    found = strength.memory(settings_of(tmp_path, transcription=transcribes), megabytes * 2**20)
    assert found.level == level
    assert ("mémoire à cette machine" in found.remedy) == (level != "ok")
    assert strength.memory(settings_of(tmp_path)).said.startswith("Mémoire"), "as this machine says it"


@pytest.mark.parametrize(("most", "level"), [(65_536, "ok"), (1024, "warning"), (256, "fault")])
def test_a_low_limit_of_open_files_is_told_with_the_way_to_raise_it(most: int, level: str) -> None:
    found = strength.open_files(most)
    assert found.level == level
    assert ("LimitNOFILE=65536" in found.remedy) == (level != "ok")


@pytest.mark.parametrize(("slowest", "level"), [(0.004, "ok"), (0.2, "warning"), (0.9, "fault")])
def test_a_slow_disk_is_told_by_its_99th_write(settings: Settings, slowest: float, level: str) -> None:
    found = strength.disk_speed(settings, [0.001] * 98 + [slowest, 5.0])
    assert found.level == level
    assert f"{slowest * 1000:.1f}".replace(".", ",") in found.said
    assert ("SSD" in found.remedy) == (level != "ok")


def test_the_disk_is_measured_where_the_data_are_and_nothing_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(settings.data.rglob("*"))
    assert "ms pour garder une écriture" in strength.disk_speed(settings).said
    assert sorted(settings.data.rglob("*")) == before

    def refused(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refused)
    is_told(strength.disk_speed(settings), "fault", "rien ne s’y écrit", "SSD")
    assert sorted(settings.data.rglob("*")) == before


async def test_a_sound_worker_that_dies_or_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await sound.sound_worker()).level == "ok"
    monkeypatch.setattr(sound, "WORKER_SECONDS", 2.0)
    monkeypatch.setattr(sound, "mix", ends_at_once)
    is_told(await sound.sound_worker(), "fault", "ne répond pas", "Réinstallez")
    monkeypatch.setattr(sound, "mix", never_answers)
    is_told(await sound.sound_worker(), "fault", "ne répond pas", "Réinstallez")


def ends_at_once(_: object) -> None:
    os._exit(1)


def never_answers(_: object) -> None:
    time.sleep(60)


async def test_recordings_that_were_left_behind_are_counted_with_what_to_do(settings: Settings) -> None:
    engine = open_engine(settings.url)
    await fill(engine)
    now = datetime.now(UTC)

    async def states(*given: tuple[str, datetime]) -> Finding:
        async with engine.begin() as connection:
            rows = list(await connection.scalars(select(RecordingRow.call_id).order_by(RecordingRow.call_id)))
            for call_id, (state, at) in zip(rows, given, strict=True):
                change = update(RecordingRow).where(RecordingRow.call_id == call_id)
                await connection.execute(change.values(state=state, folder=call_id, started_at=at))
                (settings.recordings / call_id).mkdir(parents=True, exist_ok=True)
        return await sound.recordings(settings, now)

    try:
        assert (await states(("ready", now), ("live", now), ("finishing", now))).level == "ok", "calls under way"
        hours = now - timedelta(hours=7)
        is_told(await states(("ready", now), ("live", hours), ("finishing", hours)), "warning", "2 jamais", "Redém")
        is_told(
            await states(("ready", now), ("failed", now), ("purged", now)), "warning", "1 dont le son", "job_failed"
        )
        call = Recorded(settings.recordings / "lost", {role: on_time(spoken(1, 2.0)) for role in Role}, ended=None)
        call.write()
        for path in (settings.recordings / "lost").iterdir():
            os.utime(path, (1, 1))
        is_told(await states(*[("ready", now)] * 3), "warning", "1 sans échange", "Cette installation")
        shutil.rmtree(settings.recordings)
        is_told(await sound.recordings(settings, now), "fault", "3 sans leur dossier", "simulator restore")
    finally:
        await engine.dispose()
    (settings.data / NAME).write_bytes(b"not a database at all" * 400)
    is_told(await sound.recordings(settings, now), "warning", "ne permet pas", "Base de données")


@pytest.fixture
def doctor(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[..., Result]]:
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    monkeypatch.setenv("COMBINE_DATA", str(settings.data))
    monkeypatch.setenv("COMBINE_PACKS", str(settings.packs))
    monkeypatch.setenv("COMBINE_PORT", str(settings.port))
    monkeypatch.setenv("COMBINE_TRANSCRIPTION", "false")
    monkeypatch.setattr(machine, "is_synchronised", lambda: True)
    yield lambda *options: CliRunner().invoke(app, ["doctor", *options])
    structlog.reset_defaults()


def test_the_command_says_a_line_each_and_fails_only_for_a_fault(
    doctor: Callable[..., Result], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = doctor()
    assert well.exit_code == 0, well.output
    assert "Base de données\u00a0: saine" in well.output
    assert "À corriger\u00a0: 0" in well.output
    before = {file: file.stat().st_mtime_ns for file in settings.data.rglob("*.json")}
    (settings.data / "secrets.json").chmod(0o644)
    told = doctor("--json")
    assert told.exit_code == 1
    found = {one["name"]: one for one in json.loads(told.output)}
    assert [name for name, one in found.items() if one["level"] == "fault"] == ["secrets"]
    assert found["secrets"]["remedy"].startswith("chmod 600")
    assert before == {file: file.stat().st_mtime_ns for file in settings.data.rglob("*.json")}, "it only looks"
    monkeypatch.setenv("COMBINE_PORT", "beaucoup")
    refused = doctor("--json")
    assert refused.exit_code == 1
    assert "COMBINE_PORT" in json.loads(refused.output)[0]["said"]


def test_a_server_in_utc_is_told_with_how_to_set_its_time_zone() -> None:
    paris = machine.time_zone(frozenset([timedelta(hours=1), timedelta(hours=2)]))
    assert (paris.level, machine.time_zone(frozenset([timedelta(hours=-4)])).level) == ("ok", "ok"), "Martinique"
    utc = machine.time_zone(frozenset([timedelta()]))
    assert utc.level == "warning"
    assert "timedatectl set-timezone Europe/Paris" in utc.remedy
