"""Gets a token with PyPI azure-identity as the job (JSON, the only argument) says; writes what came of it."""

import json
import os
import sys

from azure.identity import (
    AzureCliCredential,
    AzureDeveloperCliCredential,
    CredentialUnavailableError,
    DefaultAzureCredential,
    EnvironmentCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

OFFLINE = {"disable_instance_discovery": True}  # else the test's own authority is looked up on the internet
MAKERS = {
    "AzureCliCredential": AzureCliCredential,
    "AzureDeveloperCliCredential": AzureDeveloperCliCredential,
    "EnvironmentCredential": lambda: EnvironmentCredential(**OFFLINE),
    "WorkloadIdentityCredential": lambda: WorkloadIdentityCredential(**OFFLINE),
    "ManagedIdentityCredential": lambda: ManagedIdentityCredential(
        client_id=os.environ.get("AZURE_CLIENT_ID")
    ),
    "chain": lambda: DefaultAzureCredential(**OFFLINE),
}


def ask(job):
    try:
        token = MAKERS[job["credential"]]().get_token(job["scope"])
        return {"outcome": "token", "token": token.token, "expires_on": token.expires_on}
    except CredentialUnavailableError as problem:
        return {"outcome": "unavailable", "message": str(problem)}
    except Exception as problem:  # not all failures have a class of the package
        return {"outcome": "failed", "message": f"{type(problem).__name__}: {problem}"}


if __name__ == "__main__":
    print(json.dumps(ask(json.loads(sys.argv[1]))))
