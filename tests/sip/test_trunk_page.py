"""The PBX set and tried from « Cette installation »: each trouble with its remedy, who changed what; accounts."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.free_ports import free_port
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.sip.kamailio import Kamailio

HERE = "/api/staff/installation/telephones"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def form_of(pbx: Kamailio, **how: Any) -> dict[str, Any]:
    return {"registrar": pbx.host, "port": pbx.port, "account": "combine", "codecs": ["PCMA", "PCMU"]} | how


async def tried(lead: httpx.AsyncClient, form: dict[str, Any], password: str) -> list[tuple[str, str, str]]:
    """(what, how it went, the remedy)."""
    answer = await did(lead.post(f"{HERE}/trunk/test", json={"form": form, "password": password}, timeout=60))
    assert all(one["said"] for one in answer)
    return [(one["name"], one["level"], one["remedy"]) for one in answer]


async def put(lead: httpx.AsyncClient, form: dict[str, Any], **more: Any) -> httpx.Response:
    """By somebody who has just read what is in force."""
    version = (await did(lead.get(HERE)))["trunk"]["version"]
    return await lead.put(f"{HERE}/trunk", json={"form": form, "version": version} | more)


async def until_registered(lead: httpx.AsyncClient) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while (seen := (await did(lead.get(HERE)))["trunk"])["state"] != "registered":
            await asyncio.sleep(0.1)
    return seen


async def test_a_pbx_is_tried_in_words_set_and_kept_over_a_restart_with_its_history(tmp_path: Path) -> None:
    async with Kamailio(tmp_path / "pbx") as pbx:
        async with a_centre(tmp_path, sip=True, sip_port=free_port()) as centre:
            lead = await centre.as_("delmas")
            before = (await did(lead.get(HERE)))["trunk"]
            assert (before["set_by"], before["state"], before["history"]) == ("nobody", "none", [])

            [*_, wrong] = await tried(lead, form_of(pbx), "faux")
            assert wrong[:2] == ("register", "fault")
            assert "mot de passe" in wrong[2]
            [away] = await tried(lead, form_of(pbx, port=free_port()), pbx.password)
            assert away[:2] == ("found", "fault")
            assert "pare-feu" in away[2]
            steps = await tried(lead, form_of(pbx), pbx.password)
            assert [one[:2] for one in steps] == [("found", "ok"), ("options", "ok"), ("register", "ok")]
            assert (await did(lead.get(HERE)))["trunk"] == before, "trying keeps nothing"

            await did(put(lead, form_of(pbx), password=pbx.password))
            seen = await until_registered(lead)
            assert (seen["set_by"], seen["has_password"]) == ("page", True)
            assert plain(seen["sentence"]) == "Standard du centre : enregistré."
            assert [one[:2] for one in await tried(lead, form_of(pbx), "")] == [
                ("found", "ok"),
                ("options", "ok"),
                ("register", "ok"),
            ], "what is in force is asked where it stands, with the password that is kept"
            assert (await did(lead.get(HERE)))["trunk"]["state"] == "registered"
            await did(put(lead, form_of(pbx, serves="candidates")))
            seen = await until_registered(lead)
            assert [one["by"] for one in seen["history"]] == ["Claire Delmas", "Claire Delmas"]
            assert "pour les candidats" in seen["history"][0]["said"]
            assert_encrypted(centre, pbx.password)
        async with a_centre(tmp_path, sip=True, sip_port=free_port()) as centre:
            lead = await centre.as_("delmas")
            assert (await until_registered(lead))["form"]["serves"] == "candidates"
            await did(put(lead, {}))
            seen = (await did(lead.get(HERE)))["trunk"]
            assert (seen["set_by"], seen["state"], len(seen["history"])) == ("nobody", "none", 3)


def assert_encrypted(centre: Centre, password: str) -> None:
    with closing(sqlite3.connect(centre.services.settings.data / "combine.sqlite3")) as opened:
        rows = opened.execute("SELECT form, password FROM trunk_setting").fetchall()
    assert len(rows) == 2
    assert all(password.encode() not in kept and password not in form and kept for form, kept in rows)


async def test_what_could_not_work_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True, sip_port=free_port()) as centre:
        lead = await centre.as_("delmas")
        for form, code in (
            ({"registrar": "127.0.0.1"}, "trunk_account_missing"),
            ({"registrar": "10.0.0.9", "account": "combine"}, "trunk_cannot_call_back"),
            ({"registrar": "sip:pbx@x", "account": "combine"}, "trunk_no_host"),
            ({"registrar": "sip:pbx@x"}, "trunk_no_host"),
            ({"registrar": "10.0.0.9", "account": "a b<>@;"}, "trunk_no_account"),
        ):
            refused = await put(lead, form)
            assert (refused.status_code, refused.json()["code"]) == (409, code), form
            assert refused.json()["remedy"]
        assert (await did(lead.get(HERE)))["trunk"]["history"] == []
        assert (await put(lead, {"port": 0})).status_code == 422


async def test_of_two_who_save_at_once_the_second_is_told_and_an_empty_password_keeps_the_one_there(
    tmp_path: Path,
) -> None:
    async with a_centre(tmp_path, sip=True, sip_port=free_port()) as centre:
        lead = await centre.as_("delmas")
        form = {"registrar": "127.0.0.1", "port": free_port(), "account": "combine"}
        read = (await did(lead.get(HERE)))["trunk"]["version"]
        first = await did(lead.put(f"{HERE}/trunk", json={"form": form, "version": read, "password": "secret"}))
        assert first["trunk"]["has_password"] is True
        other = form | {"serves": "staff"}
        late = await lead.put(f"{HERE}/trunk", json={"form": other, "version": read, "password": ""})
        assert (late.status_code, late.json()["code"]) == (409, "trunk_changed")
        seen = await did(put(lead, other, password=""))
        assert (seen["trunk"]["form"]["serves"], seen["trunk"]["has_password"]) == ("staff", True)
        seen = await did(put(lead, other, forgets_password=True))
        assert seen["trunk"]["has_password"] is False


async def test_where_the_configuration_names_a_pbx_the_page_shows_it_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMBINE_RING_SECONDS", "30")
    config = tmp_path / "combine.toml"
    config.write_text('sip_host = "127.0.0.1"\n')
    monkeypatch.setenv("COMBINE_CONFIG", str(config))
    elsewhere = {"trunk_registrar": "127.0.0.1", "trunk_port": free_port(), "trunk_account": "combine"}
    async with a_centre(tmp_path, sip=True, sip_port=free_port(), **elsewhere) as centre:
        lead = await centre.as_("delmas")
        seen = await did(lead.get(HERE))
        assert seen["trunk"]["set_by"] == "configuration"
        assert seen["trunk"]["form"]["account"] == "combine"
        refused = await put(lead, {})
        assert (refused.status_code, refused.json()["code"]) == (409, "trunk_set_elsewhere")
        sources = {one["variable"]: one["source"] for one in seen["settings"]}
        assert sources["COMBINE_RING_SECONDS"] == "environment"
        assert sources["COMBINE_SIP_HOST"] == "file"
        assert sources["COMBINE_SIP_PORT"] == "start"
        assert sources["COMBINE_RTP_PORTS"] == "default"
        assert seen["file"] == str(config)


async def test_accounts_are_made_changed_and_given_another_password(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True, sip_port=free_port()) as centre:
        lead = await centre.as_("delmas")
        await centre.place()
        seen = await did(lead.get(HERE))
        assert {one["kind"] for one in seen["accounts"]} == {"candidate"}
        roy = next(one for one in seen["without"] if one["name"] == "Nadia Roy")
        made = await did(lead.post(f"{HERE}/accounts", json={"person_id": roy["person_id"]}))
        line = next(one for one in made["accounts"] if one["name"] == "Nadia Roy")
        assert (line["rings"], line["extension"], line["registered"]) == ("both", "", [])
        changed = await did(
            lead.put(f"{HERE}/accounts/{line['account']}", json={"extension": "20 4", "rings": "phone"})
        )
        line = next(one for one in changed["accounts"] if one["name"] == "Nadia Roy")
        assert (line["rings"], line["extension"]) == ("phone", "204")
        other = next(one for one in changed["accounts"] if one["kind"] == "candidate")
        taken = await lead.put(f"{HERE}/accounts/{other['account']}", json={"extension": "204"})
        assert taken.json()["code"] == "extension_taken"
        before = centre.services.phones.account(line["account"])
        assert (await lead.post(f"{HERE}/accounts/{line['account']}/password")).status_code == 204
        after = centre.services.phones.account(line["account"])
        assert before is not None
        assert after is not None
        assert before.password != after.password
        assert (await lead.post(f"{HERE}/accounts/nobody/password")).status_code == 404


async def test_without_telephones_the_page_says_so(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=False) as centre:
        lead = await centre.as_("delmas")
        assert (await did(lead.get(HERE)))["is_on"] is False
        form = {"registrar": "127.0.0.1", "account": "x"}
        refused = await lead.post(f"{HERE}/trunk/test", json={"form": form})
        assert (refused.status_code, refused.json()["code"]) == (404, "no_telephones")
