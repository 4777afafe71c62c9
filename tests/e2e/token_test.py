"""`parley token` with a stand-in for az on the path: what a person sees, and what stays hidden."""

import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

# What Debian 12's az 2.45 writes to standard error when nobody is logged in.
NOT_LOGGED_IN = "ERROR: Please run 'az login' to setup account.\n"


def jwt(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}.c2lnbmF0dXJl"


TOKEN = jwt(tid="tenant-1", oid="object-1", appid="app-1", aud="https://cognitiveservices.azure.com")


class TokenTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def az(self, script):
        program = self.folder / "az"
        program.write_text("#!/bin/sh\n" + script)
        program.chmod(0o755)

    def az_answers(self, **answer):
        (self.folder / "answer").write_text(json.dumps({"tokenType": "Bearer", **answer}))
        self.az(f"echo 'WARNING: a newer az is available' >&2; exec cat {self.folder}/answer\n")

    def environment(self, **extra):
        """Only the stand-ins can be found, and no metadata service is asked."""
        tools = f"{self.folder}:/usr/bin:/bin" if (self.folder / "az").exists() else str(self.folder)
        return environment(**{"PATH": tools, "AZURE_TOKEN_CREDENTIALS": "AzureCliCredential", **extra})

    def token(self, *arguments, **extra):
        return run("token", *arguments, env=self.environment(**extra))


class Answered(TokenTest):
    def test_the_report_says_for_whom_and_hides_the_token(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        done = self.token()
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in (
            "AzureCliCredential",
            "tenant-1",
            "object-1",
            "app-1",
            "https://cognitiveservices.azure.com",
        ):
            self.assertIn(part, done.stdout)
        self.assertRegex(done.stdout, r"expires +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ \((59|60) minutes left\)")
        self.assertNotIn(TOKEN, done.stdout + done.stderr)

    def test_an_old_az_that_gives_only_local_time_is_understood(self):
        """Debian 12 packages az 2.45; `expires_on` came with 2.54."""
        expires_on = int(time.time()) + 3600
        for zone in ("UTC0", "AAA-9", "BBB+8"):
            with self.subTest(zone):
                offset_s = {"UTC0": 0, "AAA-9": 9 * 3600, "BBB+8": -8 * 3600}[zone]
                local = time.strftime("%Y-%m-%d %H:%M:%S.921462", time.gmtime(expires_on + offset_s))
                self.az_answers(accessToken=TOKEN, expiresOn=local)
                done = self.token("--json", TZ=zone)
                expected = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires_on))
                self.assertEqual(json.loads(done.stdout)["expires_on"], expected)

    def test_print_gives_the_token_alone(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        done = self.token("--print")
        self.assertEqual((done.returncode, done.stdout), (0, TOKEN + "\n"))

    def test_json_holds_the_token_only_with_print(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        plain = json.loads(self.token("--json").stdout)
        self.assertEqual(plain["credential"], "AzureCliCredential")
        self.assertEqual(plain["object_id"], "object-1")
        self.assertNotIn("token", plain)
        self.assertEqual(json.loads(self.token("--json", "--print").stdout)["token"], TOKEN)

    def test_scope_and_tenant_reach_az(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        seen = self.folder / "seen"
        self.az(f'echo "$@" > {seen}; exec cat {self.folder}/answer\n')
        self.assertEqual(
            self.token("--scope", "https://search.azure.com/.default", "--tenant", "t-2").returncode, 0
        )
        self.assertEqual(
            seen.read_text(),
            "account get-access-token --output json --resource https://search.azure.com --tenant t-2\n",
        )


class Unanswered(TokenTest):
    def test_each_member_says_why(self):
        done = self.token(AZURE_TOKEN_CREDENTIALS="dev")
        self.assertEqual(done.returncode, 1)
        self.assertIn("AzureCliCredential: Azure CLI: az was not found on the path", done.stdout)
        self.assertIn(
            "AzureDeveloperCliCredential: Azure Developer CLI: azd was not found on the path", done.stdout
        )

    def test_not_logged_in_says_what_to_type(self):
        self.az(f'printf "%s" "{NOT_LOGGED_IN}" >&2; exit 1\n')
        done = self.token()
        self.assertEqual(done.returncode, 1)
        self.assertIn("nobody is logged in: run `az login`", done.stdout)

    def test_json_says_it_too(self):
        report = json.loads(self.token("--json").stdout)
        self.assertEqual(report["failed"][0]["credential"], "AzureCliCredential")
        self.assertEqual(report["failed"][0]["code"], "credential_unavailable")
        self.assertIn("error", report)

    def test_print_keeps_standard_output_empty(self):
        done = self.token("--print")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("az was not found", done.stderr)

    def test_an_output_that_cannot_be_read_is_not_shown(self):
        self.az(f"echo '{TOKEN}'\n")
        done = self.token()
        self.assertEqual(done.returncode, 1)
        self.assertIn("not a JSON object", done.stdout)
        self.assertNotIn(TOKEN, done.stdout + done.stderr)

    def test_a_tool_that_hangs_is_given_up_on(self):
        self.az("exec sleep 1000\n")
        done = self.token("--process-timeout-seconds", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("timeout: az gave no answer within 1 s", done.stdout)

    def test_ctrl_c_ends_the_tool_too(self):
        self.az(
            f"echo $$ > {self.folder}/id.new; mv {self.folder}/id.new {self.folder}/id; exec sleep 1000\n"
        )
        process = subprocess.Popen(
            [PARLEY, "token"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until((self.folder / "id").exists, "az starts")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.communicate(timeout=PATIENCE_S)[1], "parley: stopped\n")
        self.assertEqual(process.returncode, 3)
        self.assertFalse(os.path.exists(f"/proc/{(self.folder / 'id').read_text().strip()}"))


class TheRealAz(unittest.TestCase):
    def test_it_says_that_nobody_is_logged_in(self):
        az = shutil.which("az")
        self.assertIsNotNone(az, "az is not installed: script/bootstrap test, or apt-get install azure-cli")
        with tempfile.TemporaryDirectory() as folder:
            env = environment(
                PATH=f"{pathlib.Path(az).parent}:/usr/bin:/bin",
                AZURE_TOKEN_CREDENTIALS="AzureCliCredential",
                AZURE_CONFIG_DIR=folder,
                AZURE_CORE_COLLECT_TELEMETRY="no",
                HTTPS_PROXY="http://127.0.0.1:1",  # nothing that it may want to ask leaves this machine
            )
            done = run("token", "--process-timeout-seconds", PATIENCE_S - 10, env=env)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("AzureCliCredential: Azure CLI: nobody is logged in: run `az login`", done.stdout)


class Usage(TokenTest):
    def test_a_credential_that_does_not_exist_is_wrong_usage(self):
        done = self.token(AZURE_TOKEN_CREDENTIALS="PowerShellCredential")
        self.assertEqual(done.returncode, 2)
        self.assertIn("AZURE_TOKEN_CREDENTIALS", done.stderr)

    def test_a_scope_that_could_be_an_option_is_refused(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        done = self.token("--scope=--help")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a scope is made of", done.stdout)

    def test_a_mistyped_scope_is_not_to_be_mended_by_a_login(self):
        self.az_answers(accessToken=TOKEN, expires_on=int(time.time()) + 3600)
        done = self.token("--scope", "two words")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a scope is made of", done.stdout)
        self.assertNotIn("az login", done.stdout)

    def test_what_would_have_no_effect_is_refused(self):
        for arguments, sentence in (
            (["--listen", "127.0.0.1"], "--listen is for parley token serve"),
            (["--allow", "https://a"], "--allow is for parley token serve"),
            (["--idle-exit", "1"], "--idle-exit is for parley token serve"),
            (["serve", "--print"], "--print is for parley token without serve"),
            (["serve", "--json"], "--json is for parley token without serve"),
            (["serve", "--scope", ""], "--scope is for parley token without serve"),
            (["--scope", ""], "--scope names what the token is for"),
        ):
            with self.subTest(arguments):
                done = self.token(*arguments)
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(sentence, done.stderr)

    def test_only_serve_is_an_operand(self):
        self.assertEqual(self.token("serv").returncode, 2)


if __name__ == "__main__":
    unittest.main()
