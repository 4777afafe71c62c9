"""No key anywhere: serve and doctor log in with a stand-in for `az`, against a scripted Azure endpoint."""

import base64
import json
import os
import pathlib
import signal
import subprocess
import unittest

import parley_process
from parley_process import PARLEY, Serve, environment, run, wait_until
from scripted_model import DONE, ScriptedModel, words

OBJECT_ID = "22222222-2222-2222-2222-222222222222"
OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"  # the role's id, the same in every tenant


def base64url(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


TOKEN = ".".join(
    [
        base64url({"alg": "RS256", "typ": "JWT"}),
        base64url(
            {
                "aud": "https://cognitiveservices.azure.com",
                "tid": "11111111-1111-1111-1111-111111111111",
                "oid": OBJECT_ID,
                "idtyp": "user",
                "exp": 4102444800,
            }
        ),
        "c2lnbmF0dXJl",
    ]
)
ANSWER_OF_AZ = json.dumps({"accessToken": TOKEN, "expires_on": 4102444800, "tokenType": "Bearer"})
LOGGED_IN = f"#!/bin/sh\necho '{ANSWER_OF_AZ}'\n"
LOGGED_OUT = "#!/bin/sh\necho \"ERROR: Please run 'az login' to setup account.\" >&2\nexit 1\n"
HANGING = '#!/bin/sh\necho $$ >"$PID_FILE"\nexec sleep 600\n'


def answer_plainly(connection):
    connection.whole(*words("Everyone has 27 days [", "leave.md]."), *DONE)


def refuse_with(status, reason, **fields):
    return lambda connection: connection.refuse(status, reason, body=json.dumps(fields).encode())


def echo_the_request(connection):
    connection.refuse(400, "Bad Request", body=f"\x1b[31mno: Authorization: Bearer {TOKEN}\n".encode())


class Keyless(parley_process.StoreTest):
    def with_az(self, script, **extra):
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        (programs / "az").write_text(script)
        (programs / "az").chmod(0o755)
        return environment(
            PATH=f"{programs}:{os.environ['PATH']}", AZURE_TOKEN_CREDENTIALS="AzureCliCredential", **extra
        )

    def azure(self, model):
        return {"AZURE_OPENAI_ENDPOINT": model.url.removesuffix("/v1"), "PARLEY_MODEL": "chat"}

    def doctor(self, script, *options, az=LOGGED_IN, **extra):
        with ScriptedModel(script) as model:
            env = self.with_az(az, **self.azure(model), **extra)
            return run("doctor", "keyless", *options, env=env), model

    def test_a_question_is_answered_with_a_token_and_the_log_says_who_got_it_but_not_the_token(self):
        self.ingest_texts()
        with ScriptedModel(answer_plainly) as model:
            env = self.with_az(LOGGED_IN, **self.azure(model))
            with Serve(self.data, env=env) as serve:
                answer = serve.ask("How many days of leave do we have?")
                wait_until(lambda: "credential_chosen" in serve.log, "the log names the credential")
                log = serve.log
        self.assertIn("27 days", answer["output_text"])
        self.assertEqual(model.requests[0]["fields"]["authorization"], f"Bearer {TOKEN}")
        self.assertIn("POST /openai/v1/chat/completions", model.requests[0]["head"])
        self.assertIn("AzureCliCredential", log)
        self.assertNotIn(TOKEN, log)
        self.assertNotIn("level=warning", log)

    def test_every_place_of_a_model_is_logged_in_to_and_looked_at(self):
        self.ingest_texts()
        busy = refuse_with(429, "Too Many Requests", error={"code": "429", "message": "no"})
        with ScriptedModel(busy) as first, ScriptedModel(answer_plainly) as second:
            other = "spare@" + second.url.removesuffix("/v1")
            env = self.with_az(LOGGED_IN, **self.azure(first), PARLEY_FALLBACK_MODELS=other)
            with Serve(self.data, env=env) as serve:
                self.assertIn("27 days", serve.ask("How many days of leave do we have?")["output_text"])
            doctor = run("doctor", "keyless", env=env)
        for model in (first, second):
            self.assertEqual(model.requests[0]["fields"]["authorization"], f"Bearer {TOKEN}")
        self.assertEqual(second.requests[0]["body"]["model"], "spare")
        self.assertIn("spare", doctor.stdout)

    def test_a_key_is_used_when_it_is_set_and_the_log_says_how_to_go_without(self):
        self.ingest_texts()
        with ScriptedModel(answer_plainly) as model:
            env = self.with_az(LOGGED_OUT, **self.azure(model), AZURE_OPENAI_KEY="key-of-the-test")
            with Serve(self.data, env=env) as serve:
                serve.ask("How many days of leave do we have?")
                log = serve.log
        self.assertIn("key-of-the-test", model.requests[0]["head"])
        self.assertRegex(
            log, "level=warning event=model_login with=key from=AZURE_OPENAI_KEY .*parley doctor keyless"
        )
        self.assertNotIn("key-of-the-test", log)

    def test_the_doctor_says_that_it_works(self):
        done, model = self.doctor(answer_plainly)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("AzureCliCredential", done.stdout)
        self.assertIn(OBJECT_ID, done.stdout)
        self.assertNotIn(TOKEN, done.stdout + done.stderr)

    def test_the_doctor_names_the_missing_role_and_the_line_that_assigns_it(self):
        refuse = refuse_with(
            401,
            "Unauthorized",
            error={"code": "PermissionDenied", "message": "Principal does not have access."},
        )
        done, _ = self.doctor(refuse)
        self.assertEqual(done.returncode, 1)
        self.assertIn(
            f"az role assignment create --role {OPENAI_USER} --assignee-object-id {OBJECT_ID} "
            "--assignee-principal-type User",
            done.stdout,
        )

    def test_the_doctor_speaks_to_machines_too(self):
        refuse = refuse_with(404, "Not Found", error={"code": "DeploymentNotFound", "message": "no"})
        done, _ = self.doctor(refuse, "--json")
        self.assertEqual(done.returncode, 1)
        findings = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([f["check"] for f in findings], ["token", "deployment"])
        self.assertEqual([f["outcome"] for f in findings], ["good", "bad"])

    def test_the_doctor_shows_no_token_although_the_endpoint_repeats_it(self):
        for options in ([], ["--json"]):
            with self.subTest(options=options):
                done, _ = self.doctor(echo_the_request, *options)
                self.assertEqual(done.returncode, 1)
                self.assertIn("***", done.stdout)
                self.assertNotIn(TOKEN, done.stdout + done.stderr)
                self.assertNotIn("\x1b", done.stdout)

    def test_the_doctor_calls_every_deployment_by_the_api_that_is_configured(self):
        done, model = self.doctor(
            answer_plainly, PARLEY_FALLBACK_MODELS="spare", PARLEY_OPENAI_API="responses"
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("spare", done.stdout)
        self.assertEqual(
            [r["head"].split("\r\n")[0] for r in model.requests], ["POST /openai/v1/responses HTTP/1.1"] * 2
        )

    def test_the_doctor_explains_the_address_of_a_region(self):
        nobody = "http://127.0.0.1:1"  # in the place of the proxy, so that no call leaves this machine
        env = self.with_az(
            LOGGED_IN,
            AZURE_OPENAI_ENDPOINT="https://eastus.api.cognitive.microsoft.com",
            PARLEY_MODEL="chat",
            HTTPS_PROXY=nobody,
        )
        done = run("doctor", "keyless", env=env)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("eastus.api.cognitive.microsoft.com takes keys only", done.stdout)
        self.assertIn("--custom-domain NAME", done.stdout)

    def test_the_doctor_shows_nothing_secret_of_the_address(self):
        refuse = refuse_with(404, "Not Found", error={"code": "404", "message": "Resource not found"})
        with ScriptedModel(refuse) as model:
            base = model.url.removesuffix("/v1")
            env = self.with_az(
                LOGGED_IN, AZURE_OPENAI_ENDPOINT=f"{base}?subscription-key=s3cret", PARLEY_MODEL="chat"
            )
            done = run("doctor", "keyless", env=env)
        self.assertIn(f"has nothing at {base}/openai/v1/chat/completions", done.stdout)
        self.assertIn("subscription-key=s3cret", model.requests[0]["head"])
        self.assertNotIn("s3cret", done.stdout + done.stderr)
        env = environment(OPENAI_BASE_URL="https://me:pw@models.example/v1?key=s3cret", PARLEY_MODEL="chat")
        done = run("doctor", "keyless", env=env)
        self.assertEqual(done.returncode, 2)
        self.assertIn("https://models.example/v1 takes no Entra tokens", done.stderr)
        self.assertNotRegex(done.stderr, "pw|s3cret")

    def test_the_doctor_tries_a_key_as_serve_sends_it(self):
        for version, line in (("", "authorization: bearer k-1"), ("2024-10-21", "api-key: k-1")):
            with self.subTest(version=version):
                done, model = self.doctor(
                    answer_plainly, AZURE_OPENAI_KEY="k-1", AZURE_OPENAI_API_VERSION=version
                )
                self.assertIn(line, model.requests[0]["head"].lower())
                self.assertNotIn("refuses it", done.stdout)

    def test_the_doctor_asks_for_few_tokens(self):
        for model_name, api, limit in (
            ("chat", "chat", "max_tokens"),
            ("o4-mini", "chat", "max_completion_tokens"),
            ("chat", "responses", "max_output_tokens"),
        ):
            with self.subTest(model=model_name, api=api):
                _, model = self.doctor(
                    answer_plainly, PARLEY_FALLBACK_MODELS=model_name, PARLEY_OPENAI_API=api
                )
                self.assertEqual(model.requests[1]["body"][limit], 16)

    def test_a_question_that_a_firewall_refuses_names_the_network_and_the_doctor(self):
        self.ingest_texts()
        refuse = refuse_with(403, "Forbidden", message="Access denied due to Virtual Network/Firewall rules.")
        with ScriptedModel(refuse) as model:
            env = self.with_az(LOGGED_IN, **self.azure(model))
            done = run("ask", "--data", self.data, "How many days of leave?", env=env)
        self.assertEqual(done.returncode, 3)
        self.assertIn("refuses calls from this network", done.stderr)
        self.assertIn("parley doctor keyless says more", done.stderr)

    def test_the_doctor_passes_on_what_the_login_tool_says(self):
        done, model = self.doctor(answer_plainly, az=LOGGED_OUT)
        self.assertEqual(done.returncode, 1)
        self.assertIn("az login", done.stdout)
        self.assertEqual(model.requests, [])

    def test_the_doctor_says_what_it_needs_before_it_asks_anybody(self):
        for arguments, env, sentence in (
            ([], {}, "keyless"),
            (["keyles"], {}, "keyless"),
            (["keyless"], {}, "AZURE_OPENAI_ENDPOINT"),
            (["keyless"], {"AZURE_OPENAI_ENDPOINT": "https://n.openai.azure.com"}, "--model"),
            (["keyless"], {"AZURE_OPENAI_ENDPOINT": "no address"}, "AZURE_OPENAI_ENDPOINT"),
        ):
            with self.subTest(arguments=arguments, env=env):
                done = run("doctor", *arguments, env=environment(**env))
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(sentence, done.stderr)

    def test_ctrl_c_ends_the_login_tool_too(self):
        self.ingest_texts()
        for command in (["doctor", "keyless"], ["ask", "--data", str(self.data), "How many days?"]):
            with self.subTest(command=command):
                self.interrupt_while_the_login_tool_hangs(command)

    def interrupt_while_the_login_tool_hangs(self, command):
        pid_file = self.folder / f"pid-{command[0]}"
        env = self.with_az(
            HANGING, PID_FILE=str(pid_file), AZURE_OPENAI_ENDPOINT="http://127.0.0.1:1", PARLEY_MODEL="chat"
        )
        running = subprocess.Popen(
            [PARLEY, *command], env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        pid = int(
            wait_until(lambda: pid_file.exists() and pid_file.read_text().strip(), "the tool was started")
        )
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=parley_process.PATIENCE_S)
        self.assertEqual(running.returncode, 3)
        wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists(), "the tool has ended")


if __name__ == "__main__":
    unittest.main()
