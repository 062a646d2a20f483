"""Setting a telephone up from the application, by QR code, for oneself and nobody else."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.integration.simulator.ground import a_centre, did

NAMESPACE = "{http://www.linphone.org/xsds/lpconfig.xsd}"


async def test_a_juror_gets_an_account_a_code_and_the_file_behind_it(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True) as centre:
        roy = await centre.as_("roy")
        phone = await did(roy.get("/api/staff/phone"))
        assert phone["available"]
        assert phone["auth_user"] == "roy"
        assert phone["qr_svg"].startswith("<svg")
        file = await centre.browser().get(phone["provisioning_url"])
        assert file.headers["content-type"].startswith("application/xml")
        sections = {section.get("name"): section for section in ET.fromstring(file.text)}
        entries = {
            entry.get("name"): entry.text
            for name in ("auth_info_0", "proxy_0")
            for entry in sections[name].iter(f"{NAMESPACE}entry")
        }
        assert entries["passwd"] == phone["password"]
        assert entries["reg_identity"] == f'"Nadia Roy" <{phone["uri"]}>'
        other = await did((await centre.as_("lefort")).get("/api/staff/phone"))
        assert other["password"] != phone["password"]


async def test_a_token_of_ones_own_making_opens_nothing(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True) as centre:
        phone = await did((await centre.as_("roy")).get("/api/staff/phone"))
        address, _, token = phone["provisioning_url"].partition("token=")
        for wrong in ("", "roy", token[:-2], "x" + token):
            assert (await centre.browser().get(f"{address}token={wrong}")).status_code == 404


async def test_what_rings_is_a_choice_that_stays(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True) as centre:
        roy = await centre.as_("roy")
        assert (await did(roy.get("/api/staff/phone")))["rings"] == "both"
        assert (await did(roy.put("/api/staff/phone", json={"rings": "phone"})))["rings"] == "phone"
        await centre.services.phones.refresh()
        assert (await did(roy.get("/api/staff/phone")))["rings"] == "phone"


async def test_what_rings_in_one_session_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True) as centre:
        here, there = await centre.place(), await centre.place()
        roy = await centre.as_("roy")
        answer = await did(roy.put("/api/staff/phone", json={"rings": "phone", "session_id": here.session_id}))
        assert answer["rings"] == "both", "the general choice stays"
        chosen = {one["session_id"]: one["rings"] for one in answer["sessions"]}
        assert chosen == {here.session_id: "phone", there.session_id: None}
        phones, owner = centre.services.phones, f"person:{centre.ids['roy']}"
        assert phones.device(owner, here.session_id) == "phone"
        assert phones.rings_browser(owner, here.session_id), "unplugged: the page rings instead"
        assert phones.device(owner, there.session_id) == "both"

        await did(roy.put("/api/staff/phone", json={"rings": "browser"}))
        assert phones.device(owner, here.session_id) == "phone"
        assert phones.device(owner, there.session_id) == "browser"
        await did(roy.put("/api/staff/phone", json={"rings": None, "session_id": here.session_id}))
        assert phones.device(owner, here.session_id) == "browser", "as everywhere again"

        stranger = await centre.as_("ailleurs")
        refused = await stranger.put("/api/staff/phone", json={"rings": "phone", "session_id": here.session_id})
        assert refused.status_code == 403
        candidate = await centre.at_desk(here.code)
        assert (await did(candidate.put("/api/candidate/phone", json={"rings": "phone"})))["rings"] == "phone"
        assert phones.device(f"candidate:{here.seat_id}", here.session_id) == "phone"


async def test_ringing_ones_telephone_needs_one_that_is_registered(tmp_path: Path) -> None:
    async with a_centre(tmp_path, sip=True) as centre:
        answer = await (await centre.as_("roy")).post("/api/staff/phone/check")
        assert answer.status_code == 409
        assert answer.json()["code"] == "no_phone"


async def test_where_telephones_are_off_that_is_said(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        answer = await (await centre.as_("roy")).get("/api/staff/phone")
        assert answer.status_code == 404
        assert "téléphones" in answer.json()["message"]


async def test_a_port_that_is_taken_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    async with a_centre(tmp_path / "one", sip=True) as first:
        port = first.services.phones.switchboard.calls.endpoint.port
        async with a_centre(tmp_path / "two", sip=True, sip_port=port) as second:
            phone = await did((await second.as_("roy")).get("/api/staff/phone"))
            assert not phone["available"]
            assert f"le port {port} de 127.0.0.1 ne s’ouvre pas" in phone["trouble"]
