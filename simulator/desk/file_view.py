"""The customer's file and the company's documents, as the adviser's screen shows them."""

from scenarios import DocumentHit
from scenarios.models import Company, Customer, Procedure, Product
from scenarios.models.company import CommercialLimit, QualificationLists, Script
from simulator.live_messages.shared_view import View


class CustomerHit(View):
    """A line of the search's results."""

    customer_id: str
    name: str
    number: str
    phone: str
    city: str
    segment: str


class CustomerFile(View):
    """The file of the pack; what was changed in this exchange stands in the desk's qualification."""

    customer: Customer


class CompanyView(View):
    """The context that every adviser knows, and the lists to qualify with."""

    company: Company


class Documents(View):
    """All that an adviser may look up."""

    procedures: tuple[Procedure, ...]
    products: tuple[Product, ...]
    scripts: tuple[Script, ...]
    commercial_limits: tuple[CommercialLimit, ...]
    qualification: QualificationLists


class Hit(View):
    kind: str
    id: str
    title: str
    snippet: str


def customer_hit(customer: Customer) -> CustomerHit:
    return CustomerHit(
        customer_id=customer.id,
        name=customer.display_name,
        number=customer.number,
        phone=customer.phone,
        city=customer.address.city,
        segment=customer.segment,
    )


def hit(found: DocumentHit) -> Hit:
    return Hit(kind=found.kind, id=found.id, title=found.title, snippet=found.snippet)
