"""`/metrics` scraped as Prometheus does; live told from ready; the dashboard and the alerts made of it."""

import asyncio
import json
import math
import re
import subprocess
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from simulator import public
from simulator.backups.diary import Diary, Tried, write_diary
from simulator.desk.outbox import Outbox
from simulator.live_messages import events
from simulator.recordings.tables import RECORDING_JOB
from simulator.storage.job_queue import AT_ONCE, JobRow
from telephony.carrying.opinions import CallOpinion
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.house import ROOT
from tests.integration.simulator.knocking import played_run

pytestmark = pytest.mark.asyncio(loop_scope="module")

MONITORING = ROOT / "deploy" / "monitoring"
Samples = dict[tuple[str, ...], float]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("metrics")) as one:
        yield one


async def scraped(centre: Centre) -> Samples:
    """(name, label values…) → value."""
    answer = await centre.browser("127.0.0.1").get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


async def test_what_happens_in_a_centre_is_counted(centre: Centre) -> None:
    before = await scraped(centre)
    assert before["combine_desks_connected", "candidate"] == 0
    assert before["combine_calls", "connected"] == 0
    assert before["combine_jobs_owed", RECORDING_JOB] == 0
    assert before["combine_disk_total_bytes",] > before["combine_disk_free_bytes",] > 0

    wrong = centre.browser()
    await wrong.post("/api/staff/sign-in", json={"login": "roy", "password": "faux"})
    await wrong.post("/api/candidate/sign-in", json={"code": "ABCD-EFGH"})
    place = await centre.place()
    room = await centre.services.rooms.room(place.seat_id)  # type: ignore[arg-type]
    room.candidate.outbox = outbox = Outbox()  # a desk is there that reads nothing
    outbox.put(events.Closing(reason="superseded"))
    async with centre.services.sessions() as session, session.begin():
        session.add(JobRow(kind="unknown", subject="x", due_at=AT_ONCE, gave_up_at=AT_ONCE))
    async with asyncio.timeout(10):
        while (after := await scraped(centre))["combine_event_loop_lag_seconds_count",] == 0:
            await asyncio.sleep(0.1)
    room.candidate.outbox = None
    assert after["combine_desks_connected", "candidate"] == 1
    assert after["combine_queue_length", "desk"] >= 1
    assert after["combine_queue_length", "facts"] == 0
    assert after["combine_jobs_given_up", "unknown"] == 1
    refused = {key[1]: value for key, value in after.items() if key[0] == "combine_sign_ins_refused_total"}
    assert refused == {"password": 1, "code": 1, "second_factor": 0, "too_many": 0}

    commits = after["combine_commit_seconds_count",]
    await played_run(centre, place)
    assert (await scraped(centre))["combine_commit_seconds_count",] >= commits + 3, "each fact that was kept"


async def test_backups_and_their_trials_are_counted_from_the_diary(centre: Centre) -> None:
    assert ("combine_backup_age_seconds",) not in await scraped(centre), "none are wanted"
    services = centre.services
    services.settings.backups = services.settings.data
    try:
        before = await scraped(centre)
        assert (before["combine_backup_age_seconds",], before["combine_backup_right",]) == (math.inf, 0)
        assert ("combine_backup_trial_right",) not in before
        now = datetime.now(UTC)
        good = Tried(at=now - timedelta(hours=3), file="a.zip")
        failed = Tried(at=now - timedelta(days=2), file="a.zip", problem="Il y manque un enregistrement.")
        write_diary(services.settings.data, Diary(backup=good, good=good, restore=failed))
        seen = await scraped(centre)
        assert seen["combine_backup_age_seconds",] == pytest.approx(3 * 3600, abs=60)
        assert seen["combine_backup_right",] == 1
        assert seen["combine_backup_trial_age_seconds",] == pytest.approx(2 * 86400, abs=60)
        assert seen["combine_backup_trial_right",] == 0
        ahead = Tried(at=now + timedelta(days=900), file="a.zip")
        write_diary(services.settings.data, Diary(backup=ahead, good=ahead))
        assert (await scraped(centre))["combine_backup_age_seconds",] == 0, "made while the clock was ahead"
    finally:
        services.settings.backups = None


async def test_each_call_s_opinion_score_is_in_a_bucket(centre: Centre) -> None:
    opinions = centre.services.switch.tally().opinions
    for loss in (0, 10):
        call = CallOpinion()
        for _ in range(5):
            call.add({"codec": "opus", "rtt": 20.0, "up": {"n": 50, "lost": loss, "jitter": 2.0}})
        opinions.add(call.scores())
    seen = await scraped(centre)
    assert seen["combine_call_mos_count", "up"] == 2
    assert seen["combine_call_mos_bucket", "3.1", "up"] == 1, "a fifth of the packets lost"
    assert seen["combine_call_mos_bucket", "4.34", "up"] == 1, "the other is as good as a telephone can be"
    assert seen["combine_call_mos_bucket", "4.5", "up"] == seen["combine_call_mos_bucket", "+Inf", "up"] == 2
    assert seen["combine_call_mos_count", "down"] == 0


async def test_live_is_told_from_ready(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = centre.browser()
    assert (await did(browser.get("/api/public/health")))["ready"] is True

    def away(_: object) -> object:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(public, "text", away)
    answer: httpx.Response = await browser.get("/api/public/health")
    assert (answer.status_code, answer.json()["live"], answer.json()["ready"]) == (503, True, False)
    assert (await did(browser.get("/api/public/health/live")))["live"] is True


async def test_dashboard_and_alerts_use_names_that_exist(centre: Centre) -> None:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert all(set(rule["annotations"]) == {"summary", "remedy"} for rule in rules), "each alert has a way out"
    services = centre.services
    services.settings.backups = services.settings.data
    tried = Tried(at=datetime.now(UTC), file="a.zip")
    write_diary(services.settings.data, Diary(backup=tried, good=tried, restore=tried))
    used = set(re.findall(r"combine_\w+", " ".join([*shown, *(rule["expr"] for rule in rules)])))
    answer = await centre.browser("127.0.0.1").get("/metrics")
    exposed = set(re.findall(r"^(combine_\w+)", answer.text, re.MULTILINE))
    assert used <= exposed
    # Everything that is exposed is looked at by somebody.
    watched = {re.sub(r"_(bucket|sum|count|created|total)$", "", name) for name in used}
    families = {re.sub(r"_(bucket|sum|count|created|total)$", "", name) for name in exposed}
    assert families - watched == {"combine_info", "combine_jobs_finished"}


async def test_prometheus_own_checker_takes_what_is_exposed_and_the_rules(centre: Centre) -> None:
    answer = await centre.browser("127.0.0.1").get("/metrics")
    assert promtool("check", "metrics", given=answer.text) == (0, "")
    code, said = promtool("check", "rules", str(MONITORING / "alerts.yaml"))
    assert code == 0, said
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert f"{len(rules)} rules found" in said
    assert promtool("check", "metrics", given="combine_x{\n")[0] != 0, "it does read what it is given"


def promtool(*what: str, given: str = "") -> tuple[int, str]:
    """Its status and what it said."""
    told = subprocess.run(["promtool", *what], input=given, capture_output=True, text=True, timeout=60, check=False)
    return told.returncode, told.stdout + told.stderr
