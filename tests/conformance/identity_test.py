"""How a token is asked for: PyPI azure-identity and npm @azure/identity against `parley token`."""

import time
import unittest
from dataclasses import dataclass
from typing import Callable

from clients import NPM, PYPI
from differences import compare, documented
from identity_cases import (
    ASSERTION,
    CLIENT,
    LIFE_S,
    SCOPE,
    TENANT,
    TOKEN,
    entra_token,
    managed_token,
    run_case,
)
from recorder import Answer

PREFIX = "identity/"


@dataclass(frozen=True)
class Case:
    name: str
    credential: str
    prepare: Callable  # of a bench: the variables
    answer: Callable = lambda request: managed_token()
    scope: str = SCOPE
    expected: str = "token"


def entra(bench, **extra):
    return {
        "AZURE_AUTHORITY_HOST": bench.secure.url,
        "AZURE_TENANT_ID": TENANT,
        "AZURE_CLIENT_ID": CLIENT,
    } | extra


def with_certificate(bench, **extra):
    return entra(bench, AZURE_CLIENT_CERTIFICATE_PATH=str(bench.certificates.application), **extra)


def with_token_file(bench):
    file = bench.folder / "token"
    file.write_text(ASSERTION)
    return entra(bench, AZURE_FEDERATED_TOKEN_FILE=str(file))


def app_service(bench, **extra):
    return {"IDENTITY_ENDPOINT": f"{bench.plain.url}/msi/token", "IDENTITY_HEADER": "header & value"} | extra


def imds(bench, **extra):
    return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": bench.plain.url} | extra


def arc(bench):
    address = f"{bench.plain.url}/metadata/identity/oauth2/token"
    return {"IDENTITY_ENDPOINT": address, "IMDS_ENDPOINT": bench.plain.url}


def az(**answer):
    def prepare(bench):
        text = "".join(f', "{name}": {value}' for name, value in answer.items() if name != "variables")
        bench.stand_in(
            "az", f'{{"accessToken": "{TOKEN}", "tokenType": "Bearer"{text}}}', "WARNING: an update\n"
        )
        return answer.get("variables", {})

    return prepare


def azd(bench):
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + LIFE_S))
    bench.stand_in("azd", f'{{"token": "{TOKEN}", "expiresOn": "{until}"}}')
    return {}


def local_time():
    """What az 2.45 of Debian 12 says in place of `expires_on`: the time on the wall, here of TZ=AAA-3."""
    return time.strftime('"%Y-%m-%d %H:%M:%S.921462"', time.gmtime(time.time() + LIFE_S + 3 * 3600))


def arc_challenge(request):
    """Names a key file at a place that nobody may read for it."""
    return Answer(401, b"", {"WWW-Authenticate": "Basic realm=/etc/hostname"})


ENTRA = {"answer": lambda request: entra_token()}
CASES = [
    Case(
        "client secret",
        "EnvironmentCredential",
        lambda bench: entra(bench, AZURE_CLIENT_SECRET="s&cr+t %=é~"),
        **ENTRA,
    ),
    Case("client certificate", "EnvironmentCredential", with_certificate, **ENTRA),
    Case(
        "certificate chain",
        "EnvironmentCredential",
        lambda bench: with_certificate(bench, AZURE_CLIENT_SEND_CERTIFICATE_CHAIN="1"),
        **ENTRA,
    ),
    Case("workload identity", "WorkloadIdentityCredential", with_token_file, **ENTRA),
    Case("app service", "ManagedIdentityCredential", app_service),
    Case(
        "app service user-assigned",
        "ManagedIdentityCredential",
        lambda bench: app_service(bench, AZURE_CLIENT_ID=CLIENT),
    ),
    Case("imds", "ManagedIdentityCredential", imds),
    Case(
        "imds user-assigned", "ManagedIdentityCredential", lambda bench: imds(bench, AZURE_CLIENT_ID=CLIENT)
    ),
    Case(
        "resource with two slashes",
        "ManagedIdentityCredential",
        imds,
        scope="https://monitor.azure.com//.default",
    ),
    Case(
        "azure ml",
        "ManagedIdentityCredential",
        lambda bench: {
            "MSI_ENDPOINT": f"{bench.plain.url}/msi",
            "MSI_SECRET": "s",
            "AZURE_CLIENT_ID": CLIENT,
        },
    ),
    Case(
        "cloud shell", "ManagedIdentityCredential", lambda bench: {"MSI_ENDPOINT": f"{bench.plain.url}/msi"}
    ),
    Case("arc challenge", "ManagedIdentityCredential", arc, arc_challenge, expected="failed"),
    Case("az", "AzureCliCredential", az(expires_on=int(time.time()) + LIFE_S)),
    Case("old az", "AzureCliCredential", az(expiresOn=local_time())),
    Case(
        "az in a tenant",
        "AzureCliCredential",
        az(expires_on=int(time.time()) + LIFE_S, variables={"AZURE_TENANT_ID": TENANT}),
    ),
    Case("azd", "AzureDeveloperCliCredential", azd),
]


def told(outcome):
    """What a client made of the answer, as one more step."""
    step = {"request": "outcome", "outcome": outcome["outcome"]}
    if outcome["outcome"] == "token":
        step["token"] = outcome["token"]
        left = outcome["expires_on"] - time.time()
        step["token expires"] = "as told" if abs(left - LIFE_S) < 120 else f"in {round(left / 60)} min"
    return step


def differences_of(case, client):
    """The differences of a case, and those that the document does not explain."""
    ours, our_outcome = run_case(case, "ours")
    theirs, their_outcome = run_case(case, client)
    return compare(
        PREFIX + case.name,
        client,
        ours + [told(our_outcome)],
        theirs + [told(their_outcome)],
        documented(PREFIX),
    )


class Requests(unittest.TestCase):
    maxDiff = None

    def check(self, case, client):
        _, outcome = run_case(case, "ours")
        self.assertEqual(outcome["outcome"], case.expected, outcome)
        _, unexplained = differences_of(case, client)
        self.assertEqual([str(each) for each in unexplained], [], "no row of docs/conformance.md covers this")


def add_tests():
    for case in CASES:
        for client in (PYPI, NPM):

            def test(self, case=case, client=client):
                self.check(case, client)

            setattr(Requests, f"test_{case.name}_{client}".replace(" ", "_").replace("-", "_"), test)


add_tests()


class EveryRowIsNeeded(unittest.TestCase):
    def test_no_row_of_the_document_is_older_than_the_clients(self):
        seen = [
            found for case in CASES for client in (PYPI, NPM) for found in differences_of(case, client)[0]
        ]
        rows = [row for row in documented(PREFIX) if not row.case.startswith("identity/answer ")]
        self.assertEqual([row for row in rows if not any(row.covers(each) for each in seen)], [])


if __name__ == "__main__":
    unittest.main()
