"""What stands for a pack that cannot be read: lost before versions were kept, or still under seal.

Only sessions made by an earlier Combiné need it, whose pack was edited or removed before the upgrade. Their facts
(calls, messages, marks, words) are whole; the case itself is gone, and every page says so instead of an error.
"""

from collections.abc import Container, Mapping
from datetime import date

from scenarios import Pack
from scenarios.models import CandidateFace, CaseStudy, Company, Customer, Exchange, JuryFace, Subject
from scenarios.models.company import Choice, Department, PostalAddress, QualificationLists, Script
from scenarios.models.exchange import ExpectedQualification
from simulator.packs.versions import PackVersion
from simulator.typography import french_spaces

GONE = "Retiré du scénario"
_WHY = french_spaces("Cet échange a été retiré du scénario avant que Combiné n’en garde une copie.")
_SEALED = french_spaces("Sous scellés : ce contenu se lira après l’ouverture des plis.")
_NOBODY = "dossier-perdu"
_ADDRESS = PostalAddress(lines=("—",), postcode="00000", city="—")
_LONG_AGO = date(1970, 1, 1)
_NONE = Choice(id="inconnu", label="—")


def completed(
    installed: PackVersion | None, pack_id: str, exchanges: Mapping[str, set[str]], chats: Container[str] = ()
) -> PackVersion:
    """The installed pack, if any, with a stand-in for each of these exchanges (by subject) that it has not.

    `chats`: those in which somebody wrote; the others stand as calls."""
    found = installed.pack if installed is not None else None
    company = found.company if found is not None else _company(pack_id)
    subjects = {subject.id: subject for subject in (found.subjects if found is not None else ())}
    for subject_id, ids in exchanges.items():
        known = subjects.get(subject_id)
        there = known.exchanges if known is not None else ()
        missing = sorted(ids - {one.id for one in there})
        # Constructed, not validated: a stand-in has no competence and nothing to observe, which no author may write.
        subjects[subject_id] = Subject.model_construct(
            id=subject_id,
            title=known.title if known is not None else GONE,
            exam_format=known.exam_format if known is not None else None,
            summary=known.summary if known is not None else _WHY,
            exchanges=(*there, *(_exchange(one, one in chats) for one in missing)),
        )
    pack = Pack(
        folder=found.folder if found is not None else None,
        company=company,
        products=found.products if found is not None else (),
        procedures=found.procedures if found is not None else (),
        customers=(*(found.customers if found is not None else ()), _customer()),
        subjects=tuple(subjects.values()),
        case_studies=found.case_studies if found is not None else (),
    )
    return PackVersion(pack, installed.sounds if installed is not None else {})


def under_seal(pack_id: str, titles: Mapping[str, str]) -> PackVersion:
    """What may be seen of a pack whose envelopes are not opened yet: names and titles, nothing else.

    `titles`: « company », « subject/<id> », « case/<id> ».
    """
    company = _company(pack_id)
    pack = Pack(
        folder=None,
        company=company.model_copy(update={"name": titles.get("company", pack_id), "activity": _SEALED}),
        products=(),
        procedures=(),
        customers=(_customer(),),
        subjects=tuple(
            Subject.model_construct(id=one, title=title, exam_format=None, summary=_SEALED, exchanges=())
            for one, title in _named(titles, "subject/")
        ),
        case_studies=tuple(
            CaseStudy.model_construct(
                id=one,
                title=title,
                customer=_NOBODY,
                request=_SEALED,
                documents=(),
                expected_analysis=(),
                stakes=(),
                expected_letter=(),
                sequences=(),
            )
            for one, title in _named(titles, "case/")
        ),
    )
    return PackVersion(pack, {})


def _named(titles: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    return [(key.removeprefix(kind), title) for key, title in titles.items() if key.startswith(kind)]


def _exchange(exchange_id: str, is_chat: bool) -> Exchange:
    jury = JuryFace.model_construct(
        who=_WHY,
        mood="—",
        opening_line="—",
        situation=_WHY,
        end_when="—",
        expected_answer="—",
        expected_qualification=ExpectedQualification.model_construct(motif="", statut="", suite=""),
        observables=(),
    )
    return Exchange.model_construct(
        id=exchange_id,
        customer=_NOBODY,
        competences=(),
        candidate=CandidateFace(channel="chat" if is_chat else "phone", direction="inbound", label=GONE),
        jury=jury,
    )


def _customer() -> Customer:
    return Customer.model_construct(
        id=_NOBODY,
        number="XX-00",
        title="M.",
        first_name="—",
        last_name="—",
        phone="01 99 00 00 00",
        address=_ADDRESS,
        customer_since=_LONG_AGO,
        segment="—",
        notes=(_WHY,),
    )


def _company(pack_id: str) -> Company:
    return Company.model_construct(
        id=pack_id,
        name=pack_id,
        tagline="—",
        activity=_WHY,
        history="—",
        organisation=(Department(id="inconnu", name="—", role="—"),),
        customers_served="—",
        tone="—",
        phone="01 99 00 00 00",
        email="inconnu@inconnu.example",
        website="inconnu.example",
        mailing_address=_ADDRESS,
        signature="—",
        story_date=_LONG_AGO,
        commercial_limits=(),
        scripts=(Script(id="inconnu", moment="—", channel="both", text="—"),),
        qualification=QualificationLists.model_construct(motifs=(_NONE,), statuts=(_NONE,), suites=(_NONE,)),
    )
