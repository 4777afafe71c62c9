"""`parley mock` with a TLS port, for tests in which the official identity clients log in there."""

import base64
import json
import pathlib
import signal
import tempfile
import unittest

from clients import NPM, PYPI, environment
from identity_cases import CLIENT, SCOPE, TENANT, log_in
from mock_test import Mock

CLIENTS = (PYPI, NPM)
HEADER = "header of the test"
KINDS = {
    "entra": {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT},
    "imds": {},
    "app_service": {"IDENTITY_HEADER": HEADER},
    "azure_ml": {"MSI_SECRET": HEADER},
    "cloud_shell": {},
}


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class MockLogins(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="parley-mock-identity-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.authority = self.folder / "authority.pem"
        self.mock = Mock("--tls-authority", self.authority, "--allow-idle")
        self.addCleanup(self.mock.errors.close)
        self.addCleanup(self.mock.stop, signal.SIGKILL)
        self.set()

    def set(self, **identity):
        status, told = self.mock.control("PUT", "identity", {"header": HEADER} | identity)
        self.assertEqual(status, 200, told)

    def environment(self, kind, **variables):
        """Of a client that logs in in this way, and trusts nothing but the mock."""
        told = self.mock.control("GET", "identity")[1]["environment"][kind]
        trust = {name: str(self.authority) for name in ("REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")}
        home = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin"}
        return environment(**told | KINDS[kind] | trust | home | variables)

    def log_in(self, client, kind, by=None, job=None, **variables):
        usual = "EnvironmentCredential" if kind == "entra" else "ManagedIdentityCredential"
        return log_in(client, by or usual, self.environment(kind, **variables), SCOPE, **job or {})

    def for_each_client(self, check):
        for client in CLIENTS:
            with self.subTest(client):
                check(client)

    def check_token(self, outcome, **claims):
        self.assertEqual(outcome["outcome"], "token", outcome)
        seen = claims_of(outcome["token"])
        wanted = {"aud": "https://cognitiveservices.azure.com"} | claims
        self.assertEqual({name: seen[name] for name in wanted}, wanted)
        self.assertAlmostEqual(outcome["expires_on"], seen["exp"], delta=5)
