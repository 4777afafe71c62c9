"""The official identity clients, unmodified, log in at `parley mock`; its faults reach whoever calls them."""

import time
import unittest

from identity_cases import ASSERTION, CLIENT, TENANT
from mock_logins import CLIENTS, MockLogins
from recorder import openssl


class OfficialClients(MockLogins):
    def test_secrets_are_checked(self):
        self.set(tenant=TENANT, applications=[{"client_id": CLIENT, "secrets": ["s&cr+t %=é"]}])

        def check(client):
            good = self.log_in(client, "entra", AZURE_CLIENT_SECRET="s&cr+t %=é")
            self.check_token(good, tid=TENANT, appid=CLIENT, appidacr="1")
            wrong = self.log_in(client, "entra", AZURE_CLIENT_SECRET="wrong")
            self.assertEqual(wrong["outcome"], "failed")
            self.assertIn("AADSTS7000215", wrong["message"])

        self.for_each_client(check)

    def test_certificates_are_verified(self):
        wishes = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=application", "-days", "2"]
        for name in ("known", "strange"):
            key, shown = self.folder / f"{name}.key", self.folder / f"{name}.crt"
            openssl("req", "-x509", *wishes, "-keyout", key, "-out", shown)
            (self.folder / f"{name}.pem").write_text(key.read_text() + shown.read_text())
        certificate = (self.folder / "known.crt").read_text()
        self.set(applications=[{"client_id": CLIENT, "certificates": [certificate]}])

        def check(client):
            paths = [str(self.folder / f"{name}.pem") for name in ("known", "strange")]
            good = self.log_in(client, "entra", AZURE_CLIENT_CERTIFICATE_PATH=paths[0])
            self.check_token(good, appidacr="2")
            wrong = self.log_in(client, "entra", AZURE_CLIENT_CERTIFICATE_PATH=paths[1])
            self.assertEqual(wrong["outcome"], "failed")
            self.assertIn("AADSTS700027", wrong["message"])

        self.for_each_client(check)

    def test_workloads_log_in_with_the_token_of_their_issuer(self):
        file = self.folder / "token"
        file.write_text(ASSERTION)
        federation = {"issuer": "https://oidc.test/", "subject": "system:serviceaccount:default:other"}

        def check(client):
            def log_in():
                return self.log_in(
                    client, "entra", AZURE_FEDERATED_TOKEN_FILE=str(file), by="WorkloadIdentityCredential"
                )

            self.set()
            self.check_token(log_in(), appid=CLIENT)
            self.set(applications=[{"client_id": CLIENT, "federations": [federation]}])
            self.assertIn("AADSTS700213", log_in()["message"])

        self.for_each_client(check)

    def test_machines_log_in_at_every_endpoint(self):
        for kind in ("imds", "app_service", "azure_ml", "cloud_shell"):
            for client in CLIENTS:
                with self.subTest(kind=kind, client=client):
                    self.check_token(self.log_in(client, kind), idtyp="app")

    def test_an_identity_is_chosen_by_its_client_id(self):
        self.set(identities=[{"client_id": CLIENT, "object_id": "object-1"}])

        def check(client):
            for kind in ("imds", "app_service"):
                self.check_token(self.log_in(client, kind, AZURE_CLIENT_ID=CLIENT), oid="object-1")
                other = self.log_in(client, kind, AZURE_CLIENT_ID=TENANT)
                self.assertIn(other["outcome"], ("unavailable", "failed"))

        self.for_each_client(check)

    def test_throttling_is_waited_out(self):
        def check(client):
            for kind, variables in (("imds", {}), ("entra", {"AZURE_CLIENT_SECRET": "s"})):
                fault = {"at": kind, "times": 1, "status": 429, "retry_after_s": 1}
                self.set(faults=[fault])
                before = time.monotonic()
                self.check_token(self.log_in(client, kind, **variables))
                self.assertGreaterEqual(time.monotonic() - before, 1)

        self.for_each_client(check)

    def test_a_machine_without_an_identity_is_unavailable(self):
        self.set(
            faults=[
                {
                    "at": "imds",
                    "status": 400,
                    "body": '{"error":"invalid_request","error_description":"Identity not found"}',
                }
            ]
        )
        self.for_each_client(
            lambda client: self.assertEqual(self.log_in(client, "imds")["outcome"], "unavailable")
        )

    def test_the_error_of_a_rule_reaches_the_person(self):
        self.set(faults=[{"at": "entra", "aadsts": 7000222}])

        def check(client):
            refused = self.log_in(client, "entra", AZURE_CLIENT_SECRET="s")
            self.assertEqual(refused["outcome"], "failed")
            self.assertIn("AADSTS7000222", refused["message"])

        self.for_each_client(check)


if __name__ == "__main__":
    unittest.main()
