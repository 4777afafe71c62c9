"""HAR files as the developer tools of browsers write them, made of what a test wants in them."""

import json

CHAT = "https://api.example.com/v1/chat/completions"


def events(*texts):
    """The bytes of a chat stream that says the texts."""
    choices = [{"index": 0, "delta": {"role": "assistant", "content": text}} for text in texts]
    choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    chunks = [json.dumps({"object": "chat.completion.chunk", "model": "m", "choices": [c]}) for c in choices]
    return "".join(f"data: {chunk}\n\n" for chunk in [*chunks, "[DONE]"])


def completion(text):
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
        }
    )


def question(text, **more):
    return {"model": "m", "messages": [{"role": "user", "content": text}], **more}


def entry(body, answer, url=CHAT, kind="application/json", status=200, headers=()):
    """One request and its answer; `headers` are pairs of the request."""
    listed = [{"name": name, "value": value} for name, value in headers]
    return {
        "startedDateTime": "2026-01-01T00:00:00.000Z",
        "time": 30,
        "request": {
            "method": "POST" if body else "GET",
            "url": url,
            "httpVersion": "http/2.0",
            "headers": [{"name": ":method", "value": "POST"}, *listed],
            "queryString": [],
            "cookies": [],
            **({"postData": {"mimeType": "application/json", "text": json.dumps(body)}} if body else {}),
        },
        "response": {
            "status": status,
            "headers": [{"name": "content-type", "value": kind}, {"name": "content-encoding", "value": "br"}],
            "cookies": [],
            "content": {"size": len(answer), "mimeType": kind, "text": answer},
        },
        "cache": {},
        "timings": {"blocked": 1, "dns": -1, "connect": -1, "send": 0.2, "wait": 20.5, "receive": 5},
    }


def write(path, *entries):
    log = {"version": "1.2", "creator": {"name": "a browser", "version": "1"}, "pages": []}
    path.write_text(json.dumps({"log": {**log, "entries": entries}}))
    return path
