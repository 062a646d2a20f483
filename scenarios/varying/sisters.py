"""One exchange and one seed: another customer, another exchange, the same case."""

import copy
import random
from dataclasses import dataclass, replace
from typing import Any

from ..faults import Fault
from ..models import Customer, Subject
from ..models.variation import Variation
from ..reading import PackFiles, Piece
from ..references import link_faults, text_faults
from ..safe_yaml import Document
from ..uniqueness import uniqueness_faults
from .drawing import Values, VariationImpossible, drawn
from .french import slug
from .identity import identity, of_customer
from .rewriting import Rewriting
from .world import Data, World

__all__ = ["Sister", "VariationImpossible", "faults_of", "sister", "subject_of"]


@dataclass(frozen=True, slots=True)
class Sister:
    """Its customer's file and its exchange, as data; `rewriting` makes them of the original's own YAML too."""

    customer: Data
    exchange: Data
    values: Values
    rewriting: Rewriting
    orders: dict[str, list[int]]
    """Of each shuffled list of the jury's card."""

    def written_from(self, customer: Any, exchange: Any) -> None:
        """The same into trees that keep comments and layout."""
        for tree, made in ((customer, self.customer), (exchange, self.exchange)):
            self.rewriting.carry_into(tree)
            tree["id"] = made["id"]
        exchange["customer"] = self.customer["id"]
        _shuffle(exchange, self.orders)

    def owned(self) -> frozenset[str]:
        """What no other customer may have."""
        return frozenset(of_customer(self.customer))


def sister(
    variation: Variation, world: World, seed: int, number: int = 1, taken: frozenset[str] = frozenset()
) -> Sister:
    """The same for the same seed and number. Raises VariationImpossible, BadFormula."""
    chance = random.Random(f"{variation.id}/{seed}/{number}")
    values = drawn(variation, world, chance)
    rewriting = Rewriting(variation, world, values, identity(variation, world, chance, taken))
    customer = rewriting.carry_into(copy.deepcopy(world.customer))
    exchange = rewriting.carry_into(copy.deepcopy(world.exchange))
    customer["id"] = _free_id(slug(f"{customer['first_name']} {customer['last_name']}"), world.others | taken)
    exchange["id"] = f"{exchange['id'][:54]}-v{number}"
    exchange["customer"] = customer["id"]
    orders = {
        name: chance.sample(range(length), length)
        for name in variation.shuffle
        if (length := len(exchange["jury"].get(name, [])))
    }
    _shuffle(exchange, orders)
    return Sister(customer, exchange, values, rewriting, orders)


def faults_of(files: PackFiles, made: Sister) -> list[Fault]:
    """What the checker says of this sister in her pack; pydantic's errors are raised: a draw never makes one."""
    customer = Document(f"customers/{made.customer['id']}.yaml", made.customer)
    customers = [Piece(customer, Customer.model_validate(made.customer))]
    subject = subject_of([made.exchange], "varie", "Variantes")
    subjects = [Piece(Document("subjects/varie.yaml", subject), Subject.model_validate(subject))]
    alone = PackFiles(files.folder, customers=customers, subjects=subjects)
    at_home = replace(alone, company=files.company, products=files.products, procedures=files.procedures)
    # The texts of the company itself are the same for every sister: the pack was checked before.
    found = [*uniqueness_faults(at_home), *text_faults(alone), *link_faults(at_home)]
    return [fault for fault in found if fault.code != "id_not_folder_name"]


def subject_of(exchanges: list[Any], subject_id: str, title: str) -> Data:
    """A practice subject around sisters."""
    return {
        "id": subject_id,
        "title": title,
        "exam_format": None,
        "summary": "Le même cas avec d’autres noms, d’autres montants et d’autres dates.",
        "exchanges": exchanges,
    }


def _shuffle(exchange: Any, orders: dict[str, list[int]]) -> None:
    for name, order in orders.items():
        items = exchange["jury"][name]
        items[:] = [items[index] for index in order]


def _free_id(wanted: str, taken: frozenset[str]) -> str:
    found, number = wanted[:56], 2
    while found in taken:
        found, number = f"{wanted[:56]}-{number}", number + 1
    return found
