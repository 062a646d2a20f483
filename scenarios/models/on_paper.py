"""What a subject in documents leaves to its documents: the same models, without what only a written pack can say.

They are read from versions that a session keeps, never from a folder: authors of packs have the stricter models.
"""

# These models are frozen, so that a field may be of a narrower type: the checker does not see it in `model_config`.
# pyright: reportIncompatibleVariableOverride=false

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Line
from .company import CommercialLimit, Company, Department, PostalAddress, Script
from .customer import Customer
from .exchange import Exchange, ExpectedQualification, JuryFace
from .subject import Subject

FrenchPhone = Annotated[str, StringConstraints(pattern=r"^0[1-9]( \d\d){4}$")]
"""As printed on the subject: whoever wrote it chose the number, and no line leaves the room for it."""

UNSAID = "—"


class AddressOnPaper(PostalAddress):
    """Stands in the documents."""

    lines: tuple[Line, ...] = ()
    postcode: Literal[""] = ""
    city: Literal[""] = ""


class CompanyOnPaper(Company):
    """Its name and its lists; the rest is in the documents."""

    tagline: Line = UNSAID
    history: Line = UNSAID
    organisation: tuple[Department, ...] = ()
    customers_served: Line = UNSAID
    tone: Line = UNSAID
    phone: Literal[""] = ""
    email: Literal[""] = ""
    website: Literal[""] = ""
    mailing_address: AddressOnPaper = AddressOnPaper()
    signature: Line = UNSAID
    commercial_limits: tuple[CommercialLimit, ...] = ()
    scripts: tuple[Script, ...] = ()


class CustomerOnPaper(Customer):
    """Whose name and telephone the form says."""

    phone: FrenchPhone
    address: AddressOnPaper = AddressOnPaper()


class NoExpectedQualification(ExpectedQualification):
    """Nothing is compared with what the candidate enters."""

    motif: Literal[""] = ""
    statut: Literal[""] = ""
    suite: Literal[""] = ""


class JuryFaceOnPaper(JuryFace):
    """The jury reads its sheets."""

    who: Line = UNSAID
    mood: Line = UNSAID
    opening_line: Line = UNSAID
    situation: Line = UNSAID
    end_when: Line = UNSAID
    expected_answer: Line = UNSAID
    expected_qualification: NoExpectedQualification = NoExpectedQualification()


class ExchangeOnPaper(Exchange):
    jury: JuryFaceOnPaper


class SubjectOnPaper(Subject):
    exchanges: Annotated[tuple[ExchangeOnPaper, ...], Field(min_length=1, max_length=12)]
