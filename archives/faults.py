"""What can be wrong with an archive, in French words for whoever holds the file and nothing else."""

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "not_an_archive",
    "not_bagit",
    "unsealed",
    "other_bytes",
    "bad_seal",
    "other_key",
    "changed",
    "missing",
    "added",
    "bad_manifest",
    "odd_name",
    "bad_time_stamp",
    "too_big",
]

_WORDS: dict[FaultKind, str] = {
    "not_an_archive": "Ce fichier n’est pas une archive zip lisible : il est coupé, ou n’est pas de Combiné.",
    "not_bagit": "Cette archive n’a pas la forme attendue (BagIt 1.0) : il y manque « {} ».",
    "unsealed": "Cette archive ne porte pas de scellé : un autre programme l’a refaite, ou elle est coupée à la fin.",
    "other_bytes": "Les octets de l’archive ne sont plus ceux qui ont été scellés.",
    "bad_seal": "Le scellé n’est pas de la clé que l’archive contient.",
    "other_key": "La clé de l’archive n’est pas celle dont vous avez donné l’empreinte : celle de l’archive est {}.",
    "changed": "« {} » a changé depuis le scellement.",
    "missing": "« {} » est au manifeste, mais n’est plus dans l’archive.",
    "added": "« {} » n’est pas au manifeste : le fichier a été ajouté.",
    "bad_manifest": "Le manifeste « {} » n’est pas lisible.",
    "odd_name": "Le nom « {} » ne peut pas être de Combiné.",
    "bad_time_stamp": "L’horodatage ne porte pas sur cette archive.",
    "too_big": "« {} » est plus gros qu’il ne le dit : l’archive n’est pas lue plus loin.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`about`: the file that it concerns, or what was found instead."""

    kind: FaultKind
    about: str = ""

    @property
    def words(self) -> str:
        return _WORDS[self.kind].format(self.about)
