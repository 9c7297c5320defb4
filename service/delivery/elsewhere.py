"""A document that a write misses in its entity, although we have written it in another one: said at once."""

from schemas.verdict import DeadLetterClass
from schemas.write import Write
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind
from service.delivery.known_documents import KnownDocuments
from service.delivery.missing import missing_objects, said
from service.delivery.transitions import Next, failed


def in_another_entity(write: Write, outcome: Outcome, known: KnownDocuments) -> Next | None:
    """The failure that names the entity; None when nothing is known of it."""
    if outcome.kind is not OutcomeKind.MISSING_REFERENCE:
        return None
    for key in missing_objects(write, said(outcome)):
        entities = known.entities(key)
        if len(key.parts) > 1 and entities and write.entity not in entities:
            return failed(_elsewhere(write, str(key), entities), DeadLetterClass.REJECTED)
    return None


def _elsewhere(write: Write, document: str, entities: tuple[str, ...]) -> Diagnosis:
    places = [f"entity {entity}" if entity else "the top level" for entity in entities]
    here = f"entity {write.entity}" if write.entity else "the top level"
    return Diagnosis(
        code="",
        text="",
        cause=f"Intacct holds {document} in {' and '.join(places)}, and this event is for {here}.",
        next_step=f"Publish it as a new event for {' or '.join(places)} (CloudEvents attribute «entity», left out "
        "for the top level); then discard this one.",
    )
