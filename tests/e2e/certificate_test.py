"""Token endpoints and model hosts with bad certificates: refused, and the sentence says what would help."""

import json
import pathlib
import tempfile

import parley_process
from certificates import Authority, signed_by_itself
from parley_process import environment, run
from scripted_model import DONE, ScriptedModel, words

ANSWER_OF_ENDPOINT = json.dumps({"token_type": "Bearer", "expires_in": 3599, "access_token": "token-of-test"})
TRUST = "with SSL_CERT_FILE or --ca-file"


def setUpModule():
    """Keys take their time, so all tests share one set."""
    global AUTHORITY, GOOD, BAD
    folder = tempfile.TemporaryDirectory(prefix="parley-certificates-")
    parley_process.unittest.addModuleCleanup(folder.cleanup)
    folder = pathlib.Path(folder.name)
    AUTHORITY = Authority(folder / "known")
    GOOD = AUTHORITY.certificate("good")
    expired = AUTHORITY.certificate("expired", valid=("20200101000000Z", "20200201000000Z"))
    elsewhere = AUTHORITY.certificate("elsewhere", "DNS:model.example,IP:127.0.0.2")
    stranger = Authority(folder / "strange").certificate("stranger")
    BAD = (
        ("unknown authority", stranger, "is not trusted", f"name its certificates {TRUST}"),
        ("expired", expired, "is not valid now", "renew it, or check the clock of this machine"),
        ("other host", elsewhere, "is for another name", "ask for the host by a name in its certificate"),
        ("signed by itself", signed_by_itself(folder), "is signed by itself", f"trust it {TRUST}"),
    )


def give_token(connection):
    connection.reply(ANSWER_OF_ENDPOINT.encode())


def answer_plainly(connection):
    connection.whole(*words("Everyone has 27 days [", "leave.md]."), *DONE)


class Host(ScriptedModel):
    """A scripted server that shows a certificate, asked by the name localhost."""

    def __init__(self, script, shown):
        super().__init__(script, shown.context())
        self.address = f"localhost:{self.listener.getsockname()[1]}"


class CertificateTest(parley_process.StoreTest):
    def run_with(self, host, endpoint, *arguments, **extra):
        """A token comes from `endpoint`, a token endpoint; what it is for is `host`."""
        variables = {
            "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
            "AZURE_TENANT_ID": "tenant-1",
            "AZURE_CLIENT_ID": "client-1",
            "AZURE_CLIENT_SECRET": "hush-hush",
            "AZURE_AUTHORITY_HOST": f"https://{endpoint.address}",
            "AZURE_OPENAI_ENDPOINT": f"https://{host.address}",
            "PARLEY_MODEL": "chat",
        }
        return run(*arguments, env=environment(**{**variables, **extra}))

    def commands(self):
        question = ("ask", "--data", str(self.data), "How many days of leave do we have?")
        return (("token",), 1), (("doctor", "keyless"), 1), (question, 3)

    def test_with_the_authority_trusted_every_command_works(self):
        self.ingest_texts()
        for trust in ({"SSL_CERT_FILE": str(AUTHORITY.pem)}, {"PARLEY_CA_FILE": str(AUTHORITY.pem)}):
            for command, _ in self.commands():
                with self.subTest(command=command, trust=trust):
                    with Host(give_token, GOOD) as endpoint, Host(answer_plainly, GOOD) as host:
                        done = self.run_with(host, endpoint, *command, **trust)
                        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                        self.assertEqual(len(endpoint.requests), 1)
                        self.assertEqual(len(host.requests), 0 if command == ("token",) else 1)

    def test_a_token_endpoint_with_a_bad_certificate_sees_no_secret(self):
        self.ingest_texts()
        for what, shown, problem, remedy in BAD:
            for command, status in self.commands():
                with self.subTest(command=command, certificate=what):
                    with Host(give_token, shown) as endpoint, Host(answer_plainly, GOOD) as host:
                        done = self.run_with(host, endpoint, *command, SSL_CERT_FILE=str(AUTHORITY.pem))
                        said = done.stdout + done.stderr
                        self.assertEqual(done.returncode, status, said)
                        sentence = (
                            f"asking the token endpoint: the certificate of {endpoint.address} {problem}"
                        )
                        self.assertIn(sentence, said)
                        self.assertIn(remedy, said)
                        self.assertNotIn("hush-hush", said)
                        self.assertEqual((endpoint.requests, host.requests), ([], []))

    def test_a_model_host_with_a_bad_certificate_sees_no_question_and_no_token(self):
        self.ingest_texts()
        for what, shown, problem, remedy in BAD:
            for command, status in self.commands()[1:]:
                with self.subTest(command=command, certificate=what):
                    with Host(give_token, GOOD) as endpoint, Host(answer_plainly, shown) as host:
                        done = self.run_with(host, endpoint, *command, SSL_CERT_FILE=str(AUTHORITY.pem))
                        said = done.stdout + done.stderr
                        self.assertEqual(done.returncode, status, said)
                        self.assertIn(f"the certificate of {host.address} {problem}", said)
                        self.assertIn(remedy, said)
                        self.assertNotIn("is the model server running", said)
                        self.assertEqual(host.requests, [])


if __name__ == "__main__":
    parley_process.unittest.main()
