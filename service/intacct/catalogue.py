"""The error catalogue: what Intacct says -> what it means. The entries themselves are data, in ``messages/``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Diagnosis, OutcomeKind
from service.intacct.nouns import expanded
from service.intacct.wording import closed, gist, is_open


class Position(StrEnum):
    """Where in an answer something was said: the same code means different things in different places."""

    XML_CONTROL = "xml-control"
    XML_AUTHENTICATION = "xml-authentication"
    XML_FUNCTION = "xml-function"
    REST = "rest"
    REST_TOKEN = "rest-token"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that Intacct said. ``codes``: the most stable first. ``text`` is clean (see ``redaction``)."""

    codes: tuple[str, ...]
    text: str

    @property
    def code(self) -> str:
        """The code to show."""
        return self.codes[0] if self.codes else ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known besides the words: where they stood, the HTTP status, what was being written."""

    position: Position
    status: int = 200
    label: str = ""
    """How Intacct calls the object that was written."""
    updates: bool = False
    """Whether the request names a record that it changes."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(expanded(text), re.IGNORECASE)


class Entry(BaseModel):
    """One line of the catalogue; ``messages/1-connection.yaml`` explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    name: str
    codes: frozenset[str] = frozenset()
    text: Annotated[re.Pattern[str], BeforeValidator(_pattern)] | None = None
    at: frozenset[Position] = frozenset()
    statuses: frozenset[int] = frozenset()
    updates: bool | None = None
    ours: bool | None = None
    wrapper: bool = False
    granted: bool = False
    outcome: OutcomeKind
    category: DeadLetterClass = DeadLetterClass.REJECTED
    cause: str
    next: str

    def fits(self, complaint: Complaint, circumstances: Circumstances) -> bool:
        """Whether this entry is about the complaint."""
        return (
            (not self.codes or not self.codes.isdisjoint(complaint.codes))
            and (not self.at or circumstances.position in self.at)
            and (not self.statuses or circumstances.status in self.statuses)
            and self.updates in (None, circumstances.updates)
            and self._fits_text(complaint.text, circumstances.label)
        )

    def _fits_text(self, text: str, label: str) -> bool:
        if self.text is None:
            return True
        match = self.text.search(text)
        if match is None or self.ours is None:
            return match is not None
        return self.ours == _same_object(match["object"], label)

    def diagnosis(self, said: Complaint, gist: str) -> Diagnosis:
        """The entry, filled in; ``gist`` is what the words of the complaint come to."""
        match = self.text.search(gist) if self.text else None
        named = {} if match is None else match.groupdict(default="")
        words = {"text": gist, **named}
        return Diagnosis(said.code, said.text, _filled(self.cause, words), _filled(self.next, words), self.category)


_PLACE = re.compile(r"\{(\w+)\}")


def _filled(template: str, words: dict[str, str]) -> str:
    text = _PLACE.sub(lambda place: words.get(place[1], place[0]), template)
    return f"{closed(text)}." if is_open(text) else text


def _same_object(named: str, label: str) -> bool:
    """Messages prefix documents with their module: «APBill» is a Bill, «AP Payment» a payment.

    Without a label nobody knows which object was written: it may be that one.
    """
    if not label:
        return True
    short = re.sub(r"^(ap|ar|gl) ?", "", named.strip().lower())
    return short == re.sub(r"^(ap|ar|gl) ?", "", label.lower())


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer with complaints means."""

    outcome: OutcomeKind
    diagnosis: Diagnosis
    only_wrappers: bool = False
    """Nothing named a cause."""
    granted: bool = False
    """Said of a session or token that Intacct had given, it is about that one, not about the credentials."""


@cache
def entries() -> tuple[Entry, ...]:
    """The catalogue, read and checked once."""
    folder = files("service.intacct").joinpath("messages")
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    texts = [each.read_text("utf-8") for each in found]
    return tuple(Entry.model_validate(entry) for text in texts for entry in yaml.safe_load(text))


def meaning_of(complaints: Sequence[Complaint], circumstances: Circumstances) -> Meaning:
    """Classify an answer: Intacct lists the cause first and then wrappers, so the first real complaint decides.

    When there are only wrappers, their own words may hold the cause. Never fails: an unknown complaint keeps its code
    and text and gets the default of its position.
    """
    said = _connected([_heard(complaint) for complaint in complaints]) or [Complaint((), "")]
    known = [(complaint, _entry(_in_short(complaint), circumstances)) for complaint in said]
    causes = [(complaint, entry) for complaint, entry in known if not entry.wrapper]
    if not causes:
        causes = list(_behind(said, circumstances))
    complaint, entry = (causes or known)[0]
    return Meaning(
        entry.outcome,
        entry.diagnosis(complaint, _gist_of(complaint, said)),
        only_wrappers=not causes,
        granted=entry.granted,
    )


def _behind(said: Sequence[Complaint], circumstances: Circumstances) -> Iterator[tuple[Complaint, Entry]]:
    """Wrappers by their code whose words say more than the code does."""
    for complaint in said:
        words = gist(complaint.text)
        if words:
            yield complaint, _entry(Complaint((), words), circumstances)


def _in_short(complaint: Complaint) -> Complaint:
    return Complaint(complaint.codes, gist(complaint.text))


def _gist_of(complaint: Complaint, said: Sequence[Complaint]) -> str:
    """What the complaint's words come to; of one without words, what another one says."""
    return next(filter(None, (gist(each.text) for each in (complaint, *said))), "")


def _connected(said: Sequence[Complaint]) -> list[Complaint]:
    """The complaints, with each that only announces («... because:») completed by the next that says something."""
    connected: list[Complaint] = []
    rest = list(said)
    while rest:
        first = rest.pop(0)
        following = next((each for each in rest if gist(each.text)), None)
        if following is not None and is_open(first.text):
            rest.remove(following)
            first = Complaint((*following.codes, *first.codes), f"{first.text} {following.text}")
        connected.append(first)
    return connected


def _heard(complaint: Complaint) -> Complaint:
    """The complaint with its sentences in the text: some messages stand whole where the code should be."""
    sentences = [code for code in complaint.codes if " " in code and code not in _known_codes()]
    if not sentences:
        return complaint
    codes = tuple(code for code in complaint.codes if code not in sentences)
    return Complaint(codes, " ".join(filter(None, (*sentences, complaint.text))))


@cache
def _known_codes() -> frozenset[str]:
    return frozenset(code for entry in entries() for code in entry.codes)


def _entry(complaint: Complaint, circumstances: Circumstances) -> Entry:
    return next(entry for entry in entries() if entry.fits(complaint, circumstances))


def entry_name(complaint: Complaint, circumstances: Circumstances) -> str:
    """Which entry a complaint falls under."""
    return _entry(_in_short(_heard(complaint)), circumstances).name


def codes_of(complaints: Iterable[Complaint]) -> frozenset[str]:
    """Every code that was mentioned."""
    return frozenset(code for complaint in complaints for code in complaint.codes)
