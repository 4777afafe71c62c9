"""Holds what `parley mock` sends and takes against the types of PyPI openai, made from OpenAI's own document.

On each line of standard input, as JSON: {"answers": [{"kind", "text"}, …]}, or {"requests": true}. Answers
are validated strictly, and no field may be there that the types do not have; what is wrong with each
is a list of sentences. For requests: the fields that the types have, with example values for each way that a
field can be written.
"""

import collections.abc
import functools
import json
import sys
import types
import typing

import pydantic
import typing_extensions
from openai.types import CreateEmbeddingResponse, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk, completion_create_params
from openai.types.embedding_create_params import EmbeddingCreateParams
from openai.types.responses import Response, ResponseStreamEvent, response_create_params
from openai.types.shared import ErrorObject

# Lists of models and errors have no type of their own in the client: it reads `data` and `error` from them.
KINDS = {
    "chat": ChatCompletion,
    "chat chunk": ChatCompletionChunk,
    "response": Response,
    "response event": ResponseStreamEvent,
    "embeddings": CreateEmbeddingResponse,
    "model": Model,
    "error": ErrorObject,
}
REQUESTS = {
    "chat": completion_create_params.CompletionCreateParamsNonStreaming,
    "responses": response_create_params.ResponseCreateParamsNonStreaming,
    "embeddings": EmbeddingCreateParams,
}


def surplus(value, place=""):
    """The places of fields that the type of a validated value does not have."""
    if isinstance(value, pydantic.BaseModel):
        yield from (f"{place}.{name}: no such field" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from surplus(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from surplus(item, f"{place}[{index}]")


@functools.cache
def reader_of(kind):
    return pydantic.TypeAdapter(KINDS[kind])


def mistakes(kind, text):
    try:
        read = reader_of(kind).validate_json(text, strict=True)
    except pydantic.ValidationError as wrong:
        return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors()]
    return list(surplus(read))


def fields_of(made_of):
    return typing_extensions.get_type_hints(made_of)


def examples(of, depth=0):
    """Values of a type: each literal, each arm of a union, each member of a TypedDict once."""
    origin, inner = typing_extensions.get_origin(of), typing_extensions.get_args(of)
    if origin in (typing_extensions.Required, typing_extensions.NotRequired, typing_extensions.Annotated):
        return examples(inner[0], depth)
    if origin is typing_extensions.Literal:
        return list(inner)
    if origin in (typing.Union, types.UnionType):
        return [value for arm in inner if arm is not type(None) for value in examples(arm, depth)]
    if origin in (list, collections.abc.Iterable, collections.abc.Sequence) or "Sequence" in str(origin):
        return [[value] for value in examples(inner[0], depth + 1)]
    if origin is dict:
        return [{"5": value} for value in examples(inner[1], depth + 1)]
    if typing_extensions.is_typeddict(of):
        return examples_of_members(of, depth)
    return {str: ["x"], int: [1], float: [1], bool: [True], object: [{}]}[of]


def examples_of_members(of, depth):
    """What must be there in its first form, and beside it each other member in each of its forms."""
    if depth > 4:
        return []
    hints = typing_extensions.get_type_hints(of, include_extras=True)
    forms = {name: examples(hint, depth + 1) for name, hint in hints.items()}
    # Not __required_keys__: the types write their hints as texts, which it does not look into.
    required = [
        name
        for name, hint in hints.items()
        if typing_extensions.get_origin(hint) is typing_extensions.Required
    ]
    if not all(forms[name] for name in required):
        return []  # deeper than we go
    least = {name: forms[name][0] for name in required}
    return [least] + [least | {name: form} for name in forms for form in forms[name]]


def request_fields():
    return {
        api: {name: examples(hint) for name, hint in fields_of(made_of).items()}
        for api, made_of in REQUESTS.items()
    }


def told(job):
    if job.get("requests"):
        return request_fields()
    return [mistakes(each["kind"], each["text"]) for each in job["answers"]]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(told(json.loads(line))), flush=True)
