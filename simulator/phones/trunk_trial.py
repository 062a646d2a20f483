"""The PBX tried as it would be used: found, asked whether it is there (OPTIONS), registered at (REGISTER).

What is in force is asked where it stands: registering beside it would take its place at the PBX.
"""

import asyncio
from dataclasses import dataclass
from typing import Literal

from simulator.errors import Conflict
from simulator.phones.trunk import Trunk, detail_of, login_of
from simulator.settings import Settings
from simulator.system_words import why
from simulator.typography import french_spaces
from telephony.sip import Cause, Patience, Registration, RegistrationState, SipCalls, Standing

SECONDS = 12.0
PATIENCE = Patience(answer=4.0)

REMEDIES = {
    Cause.PASSWORD: "Retapez le mot de passe du compte ; au standard, vérifiez le nom d’authentification.",
    Cause.ACCOUNT: "Créez ce compte au standard, ou corrigez son nom : c’est ce qui précède le @.",
    Cause.REALM: "Videz « Domaine d’authentification », ou donnez celui que le standard annonce.",
    Cause.FORBIDDEN: "Au standard, autorisez ce compte à s’enregistrer depuis l’adresse de cette machine.",
    Cause.NAME: "Corrigez le nom, ou donnez l’adresse du standard ; vérifiez le serveur de noms de cette machine.",
    Cause.CONNECTION: "Vérifiez le port et le transport, et le pare-feu entre cette machine et le standard.",
    Cause.CERTIFICATE: "Donnez l’autorité du standard à COMBINE_TRUNK_AUTHORITY (fichier PEM), et son nom plutôt que "
    "son adresse.",
    Cause.NO_ANSWER: "Vérifiez l’adresse, le port et le transport, et le pare-feu, dans les deux sens.",
    Cause.OUT_OF_ORDER: "Le standard est en panne ou redémarre : voyez avec qui s’en occupe.",
    Cause.NONE: "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried; `remedy` empty where all is well."""

    name: Literal["found", "options", "register"]
    level: Literal["ok", "warning", "fault"]
    said: str
    remedy: str = ""


async def try_trunk(calls: SipCalls, trunk: Trunk | None, settings: Settings) -> list[Step]:
    """Some seconds at most. Raises Conflict: an authority cannot be read. Cancelled, nothing stays registered."""
    try:
        login = login_of(settings)
    except OSError as error:
        raise Conflict(
            "trunk_authority_unreadable",
            f"Le fichier de l’autorité ne se lit pas ({why(error)}).",
            "Vérifiez COMBINE_TRUNK_AUTHORITY.",
        ) from None
    if trunk is not None:
        running = trunk.client.registration
        if (running.login.account, running.login.registrar, running.login.port, running.login.password) == (
            login.account,
            login.registrar,
            login.port,
            login.password,
        ):
            running.retry_now()
            return await _tried(running)
    async with Registration(calls.endpoint, login, lambda _: None, PATIENCE) as registration:
        return await _tried(registration)


async def _tried(registration: Registration) -> list[Step]:
    """Once the attempt that was just begun has its answer."""
    try:
        async with asyncio.timeout(SECONDS):
            await registration.next_standing()
    except TimeoutError:
        said = f"{registration.login.registrar} : aucune réponse en {round(SECONDS)} secondes"
        return [_said("found", "fault", said, REMEDIES[Cause.NO_ANSWER])]
    return await _steps(registration)


async def _steps(registration: Registration) -> list[Step]:
    login, standing = registration.login, registration.standing
    if standing.state is RegistrationState.UNREACHABLE and standing.cause is not Cause.OUT_OF_ORDER:
        return [_said("found", "fault", f"{login.registrar} : {detail_of(standing)}", REMEDIES[standing.cause])]
    steps = [_said("found", "ok", f"{login.registrar} répond, en {login.transport}, port {login.port}")]
    if not registration.is_registered:
        return [*steps, _refused(standing)]
    heard = await registration.ask_options()
    if heard is None:
        words = "Le standard ne répond pas à OPTIONS ; certains ne le font jamais, et tout marche"
        steps.append(_said("options", "warning", words))
    else:
        status, seconds = heard
        steps.append(_said("options", "ok", f"OPTIONS : réponse {status} en {round(1000 * seconds)} ms"))
    return [*steps, _said("register", "ok", f"REGISTER : « {login.account} » est enregistré")]


def _refused(standing: Standing) -> Step:
    return _said("register", "fault", f"REGISTER : refusé, {detail_of(standing)}", REMEDIES[standing.cause])


def _said(
    name: Literal["found", "options", "register"],
    level: Literal["ok", "warning", "fault"],
    said: str,
    remedy: str = "",
) -> Step:
    return Step(name, level, french_spaces(f"{said}."), french_spaces(remedy))
