"""Logins at `parley mock`: `parley token`, `ask` and `doctor keyless` find it by every endpoint kind."""

import base64
import json
import signal
import subprocess
import unittest

import parley_process
from certificates import openssl
from mock_test import Mock
from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

TENANT = "22222222-2222-2222-2222-222222222222"
CLIENT = "33333333-3333-3333-3333-333333333333"
SCOPE = "https://cognitiveservices.azure.com/.default"


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class LoginTest(parley_process.StoreTest):
    def start(self, identity="{}", *arguments):
        settings = self.folder / "identity.yaml"
        settings.write_text(identity)
        authority = self.folder / "authority.pem"
        mock = Mock("--identity", settings, "--tls-authority", authority, "--allow-idle", *arguments)
        self.addCleanup(mock.errors.close)
        self.addCleanup(mock.stop, signal.SIGKILL)
        self.authority = authority
        return mock

    def surroundings(self, mock, kind, **extra):
        """What the mock itself says a client's environment is to hold."""
        told = mock.control("GET", "identity")[1]["environment"][kind]
        ours = {"PARLEY_CA_FILE": str(self.authority), "AZURE_TOKEN_CREDENTIALS": extra.pop("by")}
        return environment(**told | ours | extra)

    def application(self, mock, **proof):
        known = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT}
        return self.surroundings(mock, "entra", **(known | {"by": "EnvironmentCredential"} | proof))

    def machine(self, mock, kind, **extra):
        return self.surroundings(mock, kind, by="ManagedIdentityCredential", **extra)

    def token(self, env):
        done = run("token", "--json", "--print", "--scope", SCOPE, env=env)
        return json.loads(done.stdout)

    def make_certificate(self):
        """An application's key and certificate: the file of both, and the certificate's text."""
        wishes = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=application", "-days", "2"]
        openssl(self.folder, "req", "-x509", *wishes, "-keyout", "app.key", "-out", "app.crt")
        certificate = (self.folder / "app.crt").read_text()
        (self.folder / "app.pem").write_text((self.folder / "app.key").read_text() + certificate)
        return self.folder / "app.pem", certificate


class EveryKind(LoginTest):
    def test_an_application_logs_in_with_its_secret(self):
        mock = self.start(
            f"tenant: {TENANT}\napplications: [{{client_id: {CLIENT}, secrets: ['s&cr+t %=é']}}]"
        )
        told = self.token(self.application(mock, AZURE_CLIENT_SECRET="s&cr+t %=é"))
        claims = claims_of(told["token"])
        self.assertEqual((claims["tid"], claims["appid"]), (TENANT, CLIENT))
        self.assertEqual(told["tenant"], TENANT)
        refused = self.token(self.application(mock, AZURE_CLIENT_SECRET="wrong"))
        self.assertIn("AADSTS7000215", refused["error"]["message"])
        self.assertEqual(mock.stop(), 0, mock.said)

    def test_an_application_logs_in_with_its_certificate_and_no_other(self):
        pem, certificate = self.make_certificate()
        identity = json.dumps({"applications": [{"client_id": CLIENT, "certificates": [certificate]}]})
        mock = self.start(identity)
        told = self.token(self.application(mock, AZURE_CLIENT_CERTIFICATE_PATH=str(pem)))
        self.assertEqual(claims_of(told["token"])["appidacr"], "2")
        other, _ = self.make_certificate()
        refused = self.token(self.application(mock, AZURE_CLIENT_CERTIFICATE_PATH=str(other)))
        self.assertIn("AADSTS700027", refused["error"]["message"])

    def test_a_workload_logs_in_with_the_token_of_its_issuer(self):
        def part(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        claims = {"iss": "https://oidc.test/", "sub": "pod", "aud": "api://AzureADTokenExchange"}
        (self.folder / "assertion").write_text(f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln")
        federation = {"issuer": "https://oidc.test/", "subject": "pod"}
        known = {"client_id": CLIENT, "federations": [federation]}
        mock = self.start(json.dumps({"applications": [known]}))
        env = self.application(
            mock, AZURE_FEDERATED_TOKEN_FILE=str(self.folder / "assertion"), by="WorkloadIdentityCredential"
        )
        self.assertEqual(claims_of(self.token(env)["token"])["appid"], CLIENT)
        federation["subject"] = "another pod"
        self.assertEqual(mock.control("PUT", "identity", {"applications": [known]})[0], 200)
        self.assertIn("AADSTS700213", self.token(env)["error"]["message"])

    def test_a_machine_logs_in_at_each_of_its_endpoints(self):
        mock = self.start("header: any-value-of-the-mock")
        for kind in ("imds", "app_service", "azure_ml", "cloud_shell"):
            with self.subTest(kind):
                header = {"IDENTITY_HEADER": "any-value-of-the-mock", "MSI_SECRET": "any-value-of-the-mock"}
                told = mock.control("GET", "identity")[1]["environment"][kind]
                env = self.machine(mock, kind) | {k: header[k] for k in told if k in header}
                claims = claims_of(self.token(env)["token"])
                self.assertEqual(claims["aud"], "https://cognitiveservices.azure.com")
                self.assertEqual(claims["idtyp"], "app")
        asked = mock.control("GET", "identity")[1]["asked"]
        self.assertEqual([asked[k] for k in ("imds", "app_service", "azure_ml", "cloud_shell")], [1] * 4)

    def test_a_machine_with_arc_reads_the_key_that_the_mock_has_put_there(self):
        """In a mount namespace of their own, as the folder of keys is the machine's."""
        script = """
            mount -t tmpfs none /var/opt || exit 8
            "$PARLEY" mock --port 0 --port-file "$DIR/port" --allow-idle --log-level warning >/dev/null &
            mock=$!
            while [ ! -s "$DIR/port" ]; do kill -0 $mock || exit 9; sleep 0.02; done
            export IMDS_ENDPOINT="http://127.0.0.1:$(cat "$DIR/port")"
            export IDENTITY_ENDPOINT="$IMDS_ENDPOINT/metadata/identity/oauth2/token"
            "$PARLEY" token --print
            ls /var/opt/azcmagent/tokens | wc -l
            kill $mock; wait $mock
            ls /var/opt/azcmagent/tokens | wc -l
        """
        env = environment(
            PARLEY=str(PARLEY), DIR=str(self.folder), AZURE_TOKEN_CREDENTIALS="ManagedIdentityCredential"
        )
        done = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        token, while_running, afterwards = done.stdout.split()
        self.assertEqual(claims_of(token)["aud"], "https://cognitiveservices.azure.com")
        self.assertEqual((while_running, afterwards), ("1", "0"), "the key is taken away at the end")

    def test_a_machine_chooses_among_its_identities(self):
        mock = self.start(f"identities: [{{client_id: {CLIENT}, object_id: object-1}}]")
        env = self.machine(mock, "imds", AZURE_CLIENT_ID=CLIENT)
        self.assertEqual(claims_of(self.token(env)["token"])["oid"], "object-1")
        refused = self.token(env | {"AZURE_CLIENT_ID": TENANT})
        self.assertEqual(refused["error"]["code"], "credential_unavailable")
        self.assertIn(TENANT, refused["error"]["message"])


class Trouble(LoginTest):
    def test_a_throttled_endpoint_is_asked_again_after_the_wait_it_told(self):
        for fault in ("status: 429, retry_after_s: 0", "status: 500", "status: 503"):
            with self.subTest(fault):
                mock = self.start(f"faults: [{{times: 1, {fault}}}]")
                secret = self.application(mock, AZURE_CLIENT_SECRET="s")
                self.assertIn("token", self.token(secret))
                self.assertEqual(mock.control("GET", "identity")[1]["asked"]["entra"], 2)

    def test_a_page_in_place_of_a_token_and_an_unreachable_network_are_told_apart_from_a_refusal(self):
        mock = self.start()
        for fault, code, words in (
            (
                {"status": 200, "body": "<html>", "content_type": "text/html"},
                "authentication_failed",
                "not JSON",
            ),
            ({"status": 403, "body": "unreachable network"}, "credential_unavailable", ""),
            (
                {"status": 400, "body": '{"error":"invalid_request"}'},
                "credential_unavailable",
                "invalid_request",
            ),
        ):
            with self.subTest(fault):
                mock.control("PUT", "identity", {"faults": [{"at": "imds"} | fault]})
                refused = self.token(self.machine(mock, "imds"))["error"]
                self.assertEqual(refused["code"], code)
                self.assertIn(words, refused["message"])

    def test_a_token_without_a_time_is_refused_and_a_date_is_read(self):
        mock = self.start("header: h")
        env = self.machine(mock, "app_service") | {"IDENTITY_HEADER": "h"}
        for form, is_read in (("date", True), ("rfc3339", True), ("number", True), ("missing", False)):
            with self.subTest(form):
                mock.control("PUT", "identity", {"tokens": {"expires_on_as": form}})
                self.assertEqual("token" in self.token(env), is_read)

    def test_mistakes_in_the_file_keep_it_from_starting(self):
        path = self.folder / "identity.yaml"
        path.write_text("tenat: x\n")
        done = run("mock", "--port", "0", "--identity", path)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{path}:1: an identity file has no `tenat`: did you mean `tenant`?", done.stderr)


class Keyless(LoginTest):
    """The model wants a token of this mock, and the whole product logs in for it."""

    def product(self, mock, **extra):
        return self.machine(
            mock,
            "imds",
            AZURE_OPENAI_ENDPOINT=f"http://127.0.0.1:{mock.port}",
            PARLEY_MODEL="chat",
            PARLEY_TOKEN_SCOPE=SCOPE,
            **extra,
        )

    def doctor(self, mock):
        done = run("doctor", "keyless", "--json", env=self.product(mock))
        return [json.loads(line) for line in done.stdout.splitlines()], done

    def test_ask_logs_in_and_is_answered(self):
        mock = self.start("{}", "--require-token", "--answer", "extract")
        self.ingest_texts()
        without = mock.chat("hello")
        self.assertEqual(without.status, 401)
        self.assertEqual(json.loads(without.text)["statusCode"], 401)
        done = run("ask", "--data", self.data, "How many days of leave?", env=self.product(mock))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("27 days", done.stdout)
        journal = mock.request("GET", "/__mock/journal").text
        self.assertNotIn("eyJ", journal)

    def test_the_doctor_finds_out_what_is_wrong_with_the_token(self):
        mock = self.start("{}", "--require-token")
        findings, done = self.doctor(mock)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual({f["outcome"] for f in findings}, {"good"})
        person = claims_of(self.token(self.machine(mock, "imds"))["token"])["oid"]
        for wish, words in (
            ({"faults": [{"token": "wrong_audience"}]}, "https://graph.microsoft.com"),
            ({"faults": [{"token": "bad_signature"}]}, "refused a token"),
            ({"model": {"token_required": True, "without_role": [person]}}, "az role assignment create"),
            ({"tenant": TENANT, "faults": [{"token": "wrong_tenant"}]}, "tenant"),
        ):
            with self.subTest(wish):
                wish.setdefault("model", {"token_required": True})
                self.assertEqual(mock.control("PUT", "identity", wish)[0], 200)
                findings, done = self.doctor(mock)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(words, done.stdout)

    def test_serve_gets_a_new_token_when_its_own_has_ended(self):
        mock = self.start("{}", "--require-token", "--answer", "extract", "--token-seconds", "2")
        self.ingest_texts()
        with parley_process.Serve(self.data, env=self.product(mock)) as serve:
            self.assertIn("27 days", serve.ask("How many days of leave?")["output_text"])
            before = mock.control("GET", "identity")[1]["asked"]["imds"]

            def asked_again():
                serve.ask("How many days of leave?")
                return mock.control("GET", "identity")[1]["asked"]["imds"] > before

            wait_until(asked_again, "a token that has ended is replaced")


if __name__ == "__main__":
    unittest.main()
