"""The relay's credentials: for whoever has a desk, in their own name, and for nobody else."""

from pathlib import Path

from tests.integration.simulator.ground import a_centre, did, refused


async def test_each_desk_gets_credentials_of_its_own_and_a_visitor_none(tmp_path: Path) -> None:
    relay = {"turn_urls": ["turn:relais.test:3478?transport=udp"], "turn_secret": "tres-secret"}
    async with a_centre(tmp_path, **relay) as centre:
        place = await centre.place("practice")
        candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")
        address = f"/api/staff/seats/{place.seat_id}/ice-servers"
        of_candidate = await did(candidate.get("/api/candidate/ice-servers"))
        of_juror = await did(juror.get(address))
        for given in (of_candidate, of_juror):
            assert [one["urls"] for one in given["servers"]] == [relay["turn_urls"]]
            assert "tres-secret" not in str(given)
        names = [given["servers"][0]["username"].partition(":")[2] for given in (of_candidate, of_juror)]
        assert names == [f"seat-{place.seat_id}", f"jury-{centre.ids['roy']}"]
        for path in ("/api/candidate/ice-servers", address):
            refused(await centre.browser().get(path), 401, "not_signed_in")
        answer = await candidate.get("/api/candidate/ice-servers")
        assert answer.headers["cache-control"] == "no-store"


async def test_by_default_no_desk_is_sent_anywhere(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        place = await centre.place("practice")
        candidate = await centre.at_desk(place.code)
        assert await did(candidate.get("/api/candidate/ice-servers")) == {"servers": []}
