"""A pack with sisters of one of its exchanges: every other file as it was, their own in the original's layout."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from ..editing import read_tree, write_tree
from ..faults import PackError, nearest
from ..models import Variation
from ..models.subject import MOST_EXCHANGES
from ..reading import PackFiles
from .drawing import VariationImpossible
from .sisters import Sister, faults_of, sister, subject_of
from .world import World, world_of

MOST_SISTERS = 100


@dataclass(frozen=True, slots=True)
class Varied:
    """All files of the pack, and which subjects are new."""

    files: dict[str, bytes]
    subjects: tuple[str, ...]
    sisters: tuple[Sister, ...]


def varied(files: PackFiles, contents: Mapping[str, bytes], exchange: str, count: int, seed: int) -> Varied:
    """`exchange`: of a variation, or its identifier. `files` are what `contents` say, without faults.

    Raises VariationImpossible, PackError with the faults of a sister that the checker refuses.
    """
    variation = variation_of(files, exchange)
    world = world_of(files, variation)
    made: list[Sister] = []
    taken: frozenset[str] = frozenset()
    for number in range(1, count + 1):
        one = sister(variation, world, seed, number, taken)
        if faults := [fault for fault in faults_of(files, one) if fault.severity == "error"]:
            raise PackError(faults)
        made.append(one)
        taken |= one.owned()
    new = {**contents}
    names: list[str] = []
    for first in range(0, count, MOST_EXCHANGES):
        some = made[first : first + MOST_EXCHANGES]
        name = f"{variation.exchange[:40]}-v{seed}-{first // MOST_EXCHANGES + 1}"
        new[f"subjects/{name}.yaml"] = _written(new, contents, world, variation, some, name)
        names.append(name)
    return Varied(new, tuple(names), tuple(made))


def variation_of(files: PackFiles, exchange: str) -> Variation:
    """Raises VariationImpossible where nothing declares how this exchange may vary."""
    known = [piece.model for piece in files.variations if piece.model is not None]
    found = [one for one in known if exchange in (one.id, one.exchange)]
    if len(found) != 1:
        raise VariationImpossible(
            f"Rien ne dit comment « {exchange} » peut varier : il faut un fichier de « variations ». "
            f"{nearest(exchange, [one.id for one in known])}"
        )
    return found[0]


def _written(
    new: dict[str, bytes],
    contents: Mapping[str, bytes],
    world: World,
    variation: Variation,
    sisters: list[Sister],
    name: str,
) -> bytes:
    """The subject around these sisters; their customers' files are added to `new`."""
    owner = read_tree(contents[f"customers/{world.customer['id']}.yaml"])
    subject = read_tree(contents[f"subjects/{variation.subject}.yaml"])
    original = next(tree for tree in subject["exchanges"] if tree["id"] == variation.exchange)
    exchanges: list[object] = []
    for one in sisters:
        customer, exchange = copy.deepcopy(owner), copy.deepcopy(original)
        one.written_from(customer, exchange)
        new[f"customers/{one.customer['id']}.yaml"] = write_tree(customer)
        exchanges.append(exchange)
    title = f"Variantes – {world.exchange['candidate']['label']}, {variation.exchange}"
    return write_tree(subject_of(exchanges, name, title))
