"""After which answers a call is made again, how often and when: the clients of PyPI and npm, and ours."""

import json
import unittest

from clients import NPM, PYPI
from differences import Difference, documented
from openai_cases import Answer, Case, run_case
from openai_test import AZURE_V1, MESSAGES, OPENAI

PREFIX = "openai/after "
SOON = {"retry-after-ms": "20"}
JOB = {"call": "chat whole", "model": "m", "api": "chat"}
JOB |= {"request": {"model": "m", "messages": MESSAGES, "stream": False}}


def refusal(status, code=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"error": {"message": "no", "type": "t", "param": None, "code": code}}
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json"} | SOON | named)


def case(name, *replies, where=OPENAI):
    return Case(name, json.dumps(JOB | where), replies)


STATUSES = (400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 529)
CASES = [case(f"{status} once", refusal(status)) for status in STATUSES]
CASES += [
    case("429 always", *[refusal(429)] * 9),
    case("500 always", *[refusal(500)] * 9),
    case("quota used up", refusal(429, "insufficient_quota")),
    case("content filter", refusal(400, "content_filter")),
    case("503 that says not again", refusal(503, x_should_retry="false")),
    case("400 that says again", refusal(400, x_should_retry="true")),
    case("a connection closed without an answer", Answer(0)),
    case("401 to a token", refusal(401), where=AZURE_V1 | {"tokens": ["token-1", "token-2"]}),
]
# A wait of whole seconds, as most hosts ask for; looked at beside the others, which want 20 ms.
ONE_SECOND = Case("a second", json.dumps(JOB | OPENAI), (Answer(429, b"{}", {"Retry-After": "1"}),))


def told(case, client):
    steps, _, outcome = run_case(case, client)
    return f"{len(steps)} tries, {json.loads(outcome['outcome/outcome'])}"


def differences_of(case):
    for client in (PYPI, NPM):
        ours, theirs = told(case, "ours"), told(case, client)
        if ours != theirs:
            yield Difference(PREFIX + case.name, client, "tries", ours, theirs)


class Retries(unittest.TestCase):
    def test_the_same_answers_are_asked_again_as_often(self):
        rows = documented(PREFIX)
        for case in CASES:
            with self.subTest(case.name):
                unexplained = [
                    str(each) for each in differences_of(case) if not any(row.covers(each) for row in rows)
                ]
                self.assertEqual(unexplained, [], "no row of docs/conformance.md covers this")

    def test_all_wait_as_long_as_the_host_asks(self):
        for client in ("ours", PYPI, NPM):
            with self.subTest(client):
                _, times, outcome = run_case(ONE_SECOND, client)
                self.assertEqual((len(times), outcome["outcome/outcome"]), (2, '"answer"'))
                self.assertGreaterEqual(times[1] - times[0], 0.95)  # by the recorder's clock

    def test_no_row_of_the_document_is_older_than_the_clients(self):
        seen = [each for case in CASES for each in differences_of(case)]
        rows = documented(PREFIX)
        self.assertEqual([row for row in rows if not any(row.covers(each) for each in seen)], [])


if __name__ == "__main__":
    unittest.main()
