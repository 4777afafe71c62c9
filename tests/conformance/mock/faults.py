"""Every fault of `parley mock`, in each place where it can stand: the fixtures that play them, and the cells.

A situation is a fault's name, with its place where it has one: `reset after_head`.
"""

import itertools
import re
from dataclasses import dataclass

from clients import ROOT
from matrix import SILENCE_MS, Cell

NAMES = ROOT / "src/mock/fault_names.hpp"
TEXT = "a b é"
VECTORS = [[1, 0], [0, 1]]
BEFORE_THIRD_WORD = {"chat": 3, "responses": 6, "embeddings": 1}  # events

NOWHERE = ()
ANYWHERE = ("",)  # of the whole answer
PLACES = ("before_head", "after_head", "after_events")
AT_AN_EVENT = ("after_head", "after_events")  # what is spoilt is the first event, or a later one


@dataclass(frozen=True)
class Fault:
    """Where it can stand in a stream, in a whole answer and in an answer with vectors."""

    stream: tuple = NOWHERE
    whole: tuple = NOWHERE
    vectors: tuple = NOWHERE
    apis: tuple = ("chat", "responses", "embeddings")
    choices: int = 1  # that a chat must have for it


FAULTS = {
    "reset": Fault(PLACES, PLACES, PLACES),
    "close": Fault(PLACES, PLACES, PLACES),
    "stall": Fault(PLACES, PLACES, PLACES),
    "half_event": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "half_character": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "invalid_json": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "invalid_utf8": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "slow_drip": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "wrong_content_type": Fault(ANYWHERE, ANYWHERE, ANYWHERE),
    "html": Fault(ANYWHERE, ANYWHERE, ANYWHERE),
    "no_terminal_event": Fault(ANYWHERE),
    "no_finish": Fault(ANYWHERE, ANYWHERE),
    "error_event": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "flat_error_event": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "oversized_event": Fault(AT_AN_EVENT, ANYWHERE, ANYWHERE),
    "duplicate_event": Fault(AT_AN_EVENT),
    "reordered_index": Fault(ANYWHERE, ANYWHERE, ANYWHERE, apis=("chat", "embeddings"), choices=2),
    "wrong_count": Fault(vectors=ANYWHERE),
    "wrong_length": Fault(vectors=ANYWHERE),
    "not_a_number": Fault(vectors=ANYWHERE),
}


def kinds_of_the_mock():
    """The names that fixtures can say."""
    return set(re.findall(r'\{"(\w+)", fault_kind::\w+\}', NAMES.read_text()))


def situation_of(kind, place):
    return f"{kind} {place}".strip()


def kind_of(situation):
    return situation.partition(" ")[0]


def fixtures():
    """One for each situation and API: the text of three words, or two vectors, and the fault."""
    made = []
    for (kind, fault), api in itertools.product(FAULTS.items(), BEFORE_THIRD_WORD):
        for place in dict.fromkeys(fault.vectors if api == "embeddings" else fault.stream + fault.whole):
            situation = situation_of(kind, place)
            asked = {"input": situation} if api == "embeddings" else {"last_user": situation}
            said = (
                {"vectors": VECTORS} if api == "embeddings" else {"text": TEXT, "chunking": {"by": "words"}}
            )
            made.append(
                {
                    "name": f"{api} {situation}",
                    "when": {"endpoint": api} | asked,
                    "reply": said | {"fault": fault_in(kind, place, api)},
                    "then": "repeat",
                }
            )
    return {"version": 1, "fixtures": made}


def fault_in(kind, place, api):
    made = {"kind": kind}
    if kind == "slow_drip":
        made["each_byte_ms"] = 0  # one byte at a time, and no time between them
    if place == "after_events":
        made["after_events"] = BEFORE_THIRD_WORD[api]
    elif place:
        made["at"] = place
    return made


def cells_of(client):
    for kind, fault in FAULTS.items():
        for api, way in itertools.product(fault.apis, client.ways):
            if api == "embeddings" and api in client.apis:
                yield from (cell_of(client, api, kind, place, False, way) for place in fault.vectors)
            elif fault.choices <= client.choices:
                yield from (cell_of(client, api, kind, place, True, way) for place in fault.stream)
                yield from (cell_of(client, api, kind, place, False, way) for place in fault.whole)


def cell_of(client, api, kind, place, streamed, way):
    return Cell(
        client.name,
        api,
        situation_of(kind, place),
        streamed,
        way,
        count=len(VECTORS) if api == "embeddings" else FAULTS[kind].choices,
        patience_ms=SILENCE_MS if kind == "stall" else None,
    )
