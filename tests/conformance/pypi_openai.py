"""Makes one call with PyPI openai, as the job (JSON, the only argument) says; writes what came of it."""

import json
import sys

import openai


def connect(job):
    if job["style"] == "azure_legacy":
        login = (
            {"api_key": job["key"]} if "key" in job else {"azure_ad_token_provider": lambda: job["tokens"][0]}
        )
        return openai.AzureOpenAI(azure_endpoint=job["base_url"], api_version=job["api_version"], **login)
    # Azure's newer paths are spoken with the plain client; a function as key is asked before every request.
    base_url = job["base_url"] + ("/openai/v1/" if job["style"] == "azure_v1" else "")
    key = job["key"] if "key" in job else lambda: job["tokens"][0]
    retries = job.get("retries", openai.DEFAULT_MAX_RETRIES)
    return openai.OpenAI(base_url=base_url, api_key=key, max_retries=retries)


def read_chat(answer, streamed):
    if not streamed:
        choice = answer.choices[0]
        return {
            "text": choice.message.content,
            "finish": choice.finish_reason,
            "tokens": answer.usage.total_tokens,
        }
    read = {"text": "", "finish": "", "tokens": 0}
    for chunk in answer:
        for choice in chunk.choices:
            read["text"] += choice.delta.content or ""
            read["finish"] = choice.finish_reason or read["finish"]
        if chunk.usage:
            read["tokens"] = chunk.usage.total_tokens
    return read


def read_response(answer, streamed):
    if streamed:
        for event in answer:
            if event.type == "response.completed":
                answer = event.response
    finish = "stop" if answer.status == "completed" else answer.status
    return {"text": answer.output_text, "finish": finish, "tokens": answer.usage.total_tokens}


def make_call(client, job):
    call, request = job["call"], job.get("request", {})
    if call == "models":
        return {"models": [each.id for each in client.models.list()]}
    if call == "model":
        return {"models": [client.models.retrieve(job["model"]).id]}
    if call.startswith("embeddings"):
        made = client.embeddings.create(**request)
        return {"vectors": [each.embedding for each in made.data], "tokens": made.usage.prompt_tokens}
    streamed = request["stream"]
    if job.get("api") == "responses":
        return read_response(client.responses.create(**request), streamed)
    return read_chat(client.chat.completions.create(**request), streamed)


def ask(job):
    try:
        return {"outcome": "answer"} | make_call(connect(job), job)
    except openai.OpenAIError as problem:
        return {"outcome": "error", "message": f"{type(problem).__name__}: {problem}"}


if __name__ == "__main__":
    print(json.dumps(ask(json.loads(sys.argv[1]))))
