"""A private certificate for a classroom's network: browsers give the microphone only to a secure page."""

from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True)
class Certificate:
    authority: Path
    chain: Path
    key: Path

    def how_to_trust(self) -> str:
        return (
            "\n  Cette adresse est servie avec un certificat privé, nécessaire au micro.\n"
            f"  Sur chaque poste, importez une fois « {self.authority} » comme autorité de certification\n"
            "  (Windows : certmgr → Autorités racines ; Firefox : Paramètres → Certificats ; Linux : ca-certificates).\n"
        )


def certificate_for(folder: Path, host: str) -> Certificate:
    """Made once, kept in `folder`, readable by its owner only."""
    place = folder / "certificate"
    found = Certificate(place / "combine-autorite.pem", place / f"{host}.pem", place / f"{host}.key")
    if not found.key.exists():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority = trustme.CA()
        issued = authority.issue_cert(host)
        authority.cert_pem.write_to_path(found.authority)
        found.key.touch(mode=0o600)
        issued.private_key_pem.write_to_path(found.key)
        for index, blob in enumerate(issued.cert_chain_pems):
            blob.write_to_path(found.chain, append=index > 0)
    return found
