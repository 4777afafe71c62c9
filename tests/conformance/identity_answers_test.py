"""What clients make of answers that are not as they should be: a token, unavailable or failed.

In a chain a stand-in for az comes later and would give a token: whoever lets it is told from whoever stops.
"""

import functools
import json
import time
import unittest
from dataclasses import dataclass
from typing import Callable

from clients import NPM, PYPI
from differences import Difference, documented
from identity_cases import LIFE_S, TENANT, TOKEN, Bench, entra_token, jwt, log_in, managed_token
from identity_test import app_service, entra, imds
from recorder import Answer

PREFIX = "identity/answer "
STOPPED = {"failed": "stopped", "unavailable": "stopped"}
TOKEN_OF_AZ = jwt(aud="https://cognitiveservices.azure.com", from_az="yes")
HTML = "<html><body>Sign in to the network</body></html>"
OF_DOCKER = "connecting to 169.254.169.254:80: connecting to an unreachable network."
NOT_LOGGED_IN = "ERROR: Please run 'az login' to setup account.\n"
AZ_REFUSED = "ERROR: AADSTS70043: The refresh token has expired. Please run:\naz login --scope S/.default\n"
AZD_LOGGED_OUT = "ERROR: not logged in, run `azd auth login` to login\n"


@dataclass(frozen=True)
class Case:
    name: str
    credential: str
    prepare: Callable
    answer: Callable = lambda request: Answer.of_json({}, 404)
    in_a_chain: bool = True


def secret(bench):
    return entra(bench, AZURE_CLIENT_SECRET="secret")


def entra_error(status, code, number):
    text = f"AADSTS{number}: No. Trace ID: t Correlation ID: c Timestamp: 2026-01-01 00:00:00Z"
    body = {"error": code, "error_description": text, "error_codes": [number], "trace_id": "t"}
    return Answer.of_json(body, status)


def of_entra(name, answer, **options):
    return Case(f"{name} of entra", "EnvironmentCredential", secret, lambda request: answer, **options)


def of_app_service(name, make_answer, **options):
    return Case(
        f"{name} of app service",
        "ManagedIdentityCredential",
        app_service,
        lambda request: make_answer(),
        **options,
    )


def of_imds(name, make_answer, **options):
    return Case(
        f"{name} of imds", "ManagedIdentityCredential", imds, lambda request: make_answer(), **options
    )


def of_tool(name, credential, tool, output="", complaint="", status=0):
    def prepare(bench):
        bench.stand_in(tool, output, complaint, status)
        return {}

    return Case(f"{name} of {tool}", credential, prepare, in_a_chain=False)


def of_az(name, **said):
    return of_tool(name, "AzureCliCredential", "az", **said)


def of_azd(name, **said):
    return of_tool(name, "AzureDeveloperCliCredential", "azd", **said)


def seconds(offset):
    return str(int(time.time()) + offset)


def refusal(status, **body):
    return lambda: Answer.of_json(body, status)


OF_AZ = {"accessToken": TOKEN, "tokenType": "Bearer"}
CASES = [
    of_entra("expired token", entra_token(expires_in=0), in_a_chain=False),
    of_entra("number as text", entra_token(expires_in="3600"), in_a_chain=False),
    of_entra("wrong secret", entra_error(401, "invalid_client", 7000215)),
    of_entra("unknown tenant", entra_error(400, "invalid_request", 90002)),
    of_entra("refusal without JSON", Answer.of_text(HTML, 400)),
    of_entra("page in place of a token", Answer.of_text(HTML)),
    of_entra("answer without token", Answer.of_json({"token_type": "Bearer", "expires_in": LIFE_S})),
    of_entra("token without lifetime", Answer.of_json({"token_type": "Bearer", "access_token": TOKEN})),
    of_app_service(
        "expired token", lambda: managed_token(expires_on=seconds(-60), expires_in=None), in_a_chain=False
    ),
    of_app_service("token without expires_in", lambda: managed_token(expires_in=None), in_a_chain=False),
    of_app_service(
        "date as text",
        lambda: managed_token(
            expires_in=None,
            expires_on=time.strftime("%m/%d/%Y %H:%M:%S +00:00", time.gmtime(time.time() + LIFE_S)),
        ),
        in_a_chain=False,
    ),
    of_app_service("no identity", refusal(400, statusCode=400, message="No User Assigned Identity found.")),
    of_app_service("page in place of a token", lambda: Answer.of_text(HTML)),
    of_app_service("token without lifetime", lambda: managed_token(expires_in=None, expires_on=None)),
    of_imds(
        "expired token", lambda: managed_token(expires_in="0", expires_on=seconds(-60)), in_a_chain=False
    ),
    of_imds("no identity", refusal(400, error="invalid_request", error_description="Identity not found")),
    of_imds("unknown caller", refusal(401, error="unknown_source", error_description="no")),
    of_imds("forbidden", refusal(403, error="forbidden", error_description="no")),
    of_imds("unreachable network", lambda: Answer.of_text(OF_DOCKER, 403)),
    of_imds("page in place of a token", lambda: Answer.of_text(HTML)),
    of_az("expired token", output=json.dumps(OF_AZ | {"expires_on": 1000000000})),
    of_az("number as text", output=json.dumps(OF_AZ | {"expires_on": seconds(LIFE_S)})),
    of_az("token without lifetime", output=json.dumps(OF_AZ)),
    of_az("nobody logged in", complaint=NOT_LOGGED_IN, status=1),
    of_az("expired login", complaint=AZ_REFUSED, status=1),
    of_az("unexpected failure", complaint="ERROR: no connection\n", status=1),
    of_az("text in place of JSON", output="hello\n"),
    of_azd("nobody logged in", complaint=AZD_LOGGED_OUT, status=1),
    of_azd("text in place of JSON", output=TOKEN),
]


def told(outcome):
    if outcome["outcome"] != "token":
        return outcome["outcome"]
    if outcome["token"] == TOKEN_OF_AZ:
        return "went on to az"
    left = round((outcome["expires_on"] - time.time()) / 60)
    life = "expired" if left <= 0 else "as told" if abs(left - LIFE_S // 60) <= 3 else f"{left} min"
    return f"token, {life}"


# Told at once: how long a token lives is counted from now.
@functools.cache
def run_case(case, client, mode):
    with Bench(case.answer) as bench:
        env = case.prepare(bench)
        if mode == "in a chain":
            body = {"accessToken": TOKEN_OF_AZ, "expires_on": int(time.time()) + LIFE_S, "tenant": TENANT}
            bench.stand_in("az", json.dumps(body))
        credential = "chain" if mode == "in a chain" else case.credential
        return told(log_in(client, credential, bench.environment(**env)))


def modes_of(case):
    return ("alone", "in a chain") if case.in_a_chain else ("alone",)


def differences_of(case, client):
    for mode in modes_of(case):
        ours, theirs = run_case(case, "ours", mode), run_case(case, client, mode)
        if mode == "in a chain":
            # How a search ends that went no further is told by "alone".
            ours, theirs = (STOPPED.get(each, each) for each in (ours, theirs))
        if ours != theirs:
            yield Difference(PREFIX + case.name, client, mode, ours, theirs)


class Answers(unittest.TestCase):
    maxDiff = None


def add_tests():
    for case in CASES:
        for client in (PYPI, NPM):

            def test(self, case=case, client=client):
                rows = documented(PREFIX)
                unexplained = [
                    str(each)
                    for each in differences_of(case, client)
                    if not any(row.covers(each) for row in rows)
                ]
                self.assertEqual(unexplained, [], "no row of docs/conformance.md covers this")

            setattr(Answers, f"test_{case.name}_{client}".replace(" ", "_"), test)


add_tests()


class EveryRowIsNeeded(unittest.TestCase):
    def test_no_row_of_the_document_is_older_than_the_clients(self):
        seen = [each for case in CASES for client in (PYPI, NPM) for each in differences_of(case, client)]
        stale = [row for row in documented(PREFIX) if not any(row.covers(each) for each in seen)]
        self.assertEqual(stale, [])


if __name__ == "__main__":
    unittest.main()
