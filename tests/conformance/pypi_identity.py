"""Gets a token with PyPI azure-identity as the job (JSON, the only argument) says; writes what came of it."""

import json
import os
import sys

from azure.identity import (
    AuthorizationCodeCredential,
    AzureCliCredential,
    AzureDeveloperCliCredential,
    CredentialUnavailableError,
    DefaultAzureCredential,
    DeviceCodeCredential,
    EnvironmentCredential,
    InteractiveBrowserCredential,
    ManagedIdentityCredential,
    OnBehalfOfCredential,
    WorkloadIdentityCredential,
)

OFFLINE = {"disable_instance_discovery": True}  # else the test's own authority is looked up on the internet


def person(job):
    return OFFLINE | {"tenant_id": job["tenant_id"], "client_id": job["client_id"]}


def by_code(job):
    secret = {"client_secret": job["client_secret"]} if "client_secret" in job else {}
    return AuthorizationCodeCredential(
        authorization_code=job["code"], redirect_uri=job["redirect_uri"], **secret, **person(job)
    )


def on_behalf(job):
    return OnBehalfOfCredential(
        client_secret=job["client_secret"], user_assertion=job["assertion"], **person(job)
    )


MAKERS = {
    "AzureCliCredential": lambda _: AzureCliCredential(),
    "AzureDeveloperCliCredential": lambda _: AzureDeveloperCliCredential(),
    "EnvironmentCredential": lambda _: EnvironmentCredential(**OFFLINE),
    "WorkloadIdentityCredential": lambda _: WorkloadIdentityCredential(**OFFLINE),
    "ManagedIdentityCredential": lambda _: ManagedIdentityCredential(
        client_id=os.environ.get("AZURE_CLIENT_ID")
    ),
    "chain": lambda _: DefaultAzureCredential(**OFFLINE),
    "AuthorizationCodeCredential": by_code,
    "DeviceCodeCredential": lambda job: DeviceCodeCredential(prompt_callback=lambda *_: None, **person(job)),
    "InteractiveBrowserCredential": lambda job: InteractiveBrowserCredential(**person(job)),
    "OnBehalfOfCredential": on_behalf,
}


def ask(job):
    """What came of the last scope; the same credential is asked for all of them."""
    credential = MAKERS[job["credential"]](job)
    try:
        for scope in [job["scope"], *job.get("then", [])]:
            token = credential.get_token(scope)
        return {"outcome": "token", "token": token.token, "expires_on": token.expires_on}
    except CredentialUnavailableError as problem:
        return {"outcome": "unavailable", "message": str(problem)}
    except Exception as problem:  # not all failures have a class of the package
        return {"outcome": "failed", "message": f"{type(problem).__name__}: {problem}"}


if __name__ == "__main__":
    print(json.dumps(ask(json.loads(sys.argv[1]))))
