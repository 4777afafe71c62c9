"""`parley token serve` as a container meets it: a stand-in `az` on the path, HTTP on loopback."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import select
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

RESOURCE = "https://cognitiveservices.azure.com"
TOKEN = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ0ZXN0In0.c3RhbmQtaW4"

AZ_LOGGED_IN = f"""#!/bin/sh
echo "$@" >> "$AZ_CALLS"
echo "WARNING: a new version is available" >&2
printf '{{"accessToken":"{TOKEN}","expires_on":%s,"tokenType":"Bearer"}}' "$(($(date +%s) + 3600))"
"""
AZ_REFUSED = """#!/bin/sh
echo "$@" >> "$AZ_CALLS"
echo "ERROR: AADSTS50076: use multi-factor authentication: az login --tenant contoso.example" >&2
exit 1
"""
AZ_HANGS = """#!/bin/sh
echo $$ >> "$AZ_CALLS"
exec sleep 600
"""


class TokenServe(contextlib.AbstractContextManager):
    """`parley token serve` with `az` as the script says; `variables` is what it printed for containers."""

    def __init__(self, folder, *arguments, az=AZ_LOGGED_IN):
        self.calls_file = folder / "az-calls"
        self.calls_file.touch()
        tools = folder / "bin"
        tools.mkdir(exist_ok=True)
        (tools / "az").write_text(az)
        (tools / "az").chmod(stat.S_IRWXU)
        env = environment(PATH=f"{tools}:{os.environ['PATH']}", AZ_CALLS=str(self.calls_file))
        self.log_file = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [PARLEY, "token", "serve", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=self.log_file,
            stdin=subprocess.DEVNULL,
            text=True,
            env=env,
        )
        self.variables = self.read_variables()
        self.port = int(re.search(r":(\d+)/", self.variables["IDENTITY_ENDPOINT"]).group(1))

    def read_variables(self):
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        lines = [self.process.stdout.readline().strip() for _ in range(2)] if ready else []
        if not all("=" in line for line in lines) or not lines:
            self.stop()
            raise AssertionError(f"no two variables but {lines}\n{self.log}")
        return dict(line.split("=", 1) for line in lines)

    def __exit__(self, *_):
        self.stop()
        self.log_file.close()

    @property
    def log(self):
        self.log_file.seek(0)
        return self.log_file.read()

    @property
    def calls(self):
        return self.calls_file.read_text().splitlines()

    def stop(self, signal_number=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        status = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        return status

    def ask(self, method="GET", path="/oauth2/token", query=None, body=None, **headers):
        """What a container sends, changed as the test says; a header set to None is left out."""
        if query is None:
            query = f"api-version=2019-08-01&resource={RESOURCE}"
        sent = {
            "Host": f"host.docker.internal:{self.port}",
            "X-IDENTITY-HEADER": self.variables["IDENTITY_HEADER"],
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        sent = {name: value for name, value in sent.items() if value is not None}
        connection.request(method, f"{path}?{query}", body, sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer


class TokenServeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parley-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_a_container_gets_the_token_of_the_login_outside(self):
        with TokenServe(self.folder) as served:
            self.assertRegex(
                served.variables["IDENTITY_ENDPOINT"], r"^http://host\.docker\.internal:\d+/oauth2/token$"
            )
            self.assertRegex(served.variables["IDENTITY_HEADER"], r"^[0-9a-f]{64}$")
            answer = served.ask()
            self.assertEqual(answer.status, 200, answer.text)
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            token = json.loads(answer.text)
            self.assertEqual(token["access_token"], TOKEN)
            self.assertEqual(token["resource"], RESOURCE)
            self.assertEqual(token["token_type"], "Bearer")
            self.assertGreater(int(token["expires_on"]), time.time() + 3000)
            self.assertEqual(served.ask().status, 200)
            self.assertEqual(len(served.calls), 1, "the second token comes from the cache")
            self.assertIn(f"--resource {RESOURCE}", served.calls[0])

    def test_our_own_client_gets_a_token_through_it(self):
        with TokenServe(self.folder) as served:
            env = environment(
                IDENTITY_ENDPOINT=f"http://localhost:{served.port}/oauth2/token",
                IDENTITY_HEADER=served.variables["IDENTITY_HEADER"],
                AZURE_TOKEN_CREDENTIALS="ManagedIdentityCredential",
                AZURE_CLIENT_ID="that-of-production",
            )
            done = run("token", "--print", "--scope", f"{RESOURCE}/.default", env=env)
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
            self.assertIn(TOKEN, done.stdout)
            self.assertIn("selector_ignored", served.log)

    def test_everything_that_a_container_does_not_send_is_refused(self):
        with TokenServe(self.folder) as served:
            for status, change in (
                (401, {"X_IDENTITY_HEADER": None}),
                (401, {"X_IDENTITY_HEADER": "0" * 64}),
                (403, {"Origin": "http://localhost"}),
                (403, {"Sec_Fetch_Mode": "no-cors"}),
                (403, {"X_Forwarded_For": "10.0.0.1"}),
                (403, {"Host": "rebound.example"}),
                (403, {"Host": f"localhost:{served.port + 1}"}),
                (404, {"path": "/"}),
                (404, {"path": "/oauth2/token/more"}),
                (405, {"method": "POST"}),
                (405, {"method": "HEAD"}),
                (400, {"query": f"resource={RESOURCE}"}),
                (400, {"query": f"api-version=2017-09-01&resource={RESOURCE}"}),
                (400, {"query": "api-version=2019-08-01&resource=https://management.azure.com"}),
                (413, {"body": "resource=x"}),
            ):
                answer = served.ask(**change)
                self.assertEqual(answer.status, status, change)
                if change.get("method") != "HEAD":
                    self.assertEqual(json.loads(answer.text)["statusCode"], status, change)
            self.assertEqual(served.calls, [])
            for host in ("localhost", "127.0.0.1", "host.docker.internal", f"localhost:{served.port}"):
                self.assertEqual(served.ask(Host=host).status, 200, host)

    def test_it_listens_on_this_computer_only(self):
        with TokenServe(self.folder) as served:
            listening = {
                columns[1]
                for table in ("/proc/net/tcp", "/proc/net/tcp6")
                if os.path.exists(table)
                for columns in map(str.split, pathlib.Path(table).read_text().splitlines()[1:])
                if columns[3] == "0A" and columns[1].endswith(f":{served.port:04X}")
            }
            self.assertEqual(listening, {f"0100007F:{served.port:04X}"})

    def test_it_listens_on_a_named_address(self):
        with TokenServe(self.folder, "--listen", "127.0.0.2") as served:
            connection = http.client.HTTPConnection("127.0.0.2", served.port, timeout=PATIENCE_S)
            connection.request("GET", "/")
            self.assertEqual(connection.getresponse().status, 404)
            connection.close()
            with self.assertRaises(ConnectionRefusedError):
                served.ask()

    def test_it_refuses_to_listen_everywhere(self):
        for address in ("0.0.0.0", "0.0.0.0:5300", "[::]:5300", "8.8.8.8", "localhost"):
            done = run("token", "serve", "--listen", address)
            self.assertEqual(done.returncode, 2, address)
            self.assertIn("--listen", done.stderr)
            self.assertEqual(done.stdout, "")

    def test_wrong_usage_is_status_2_and_names_the_flag(self):
        for arguments, hint in (
            (("--allow", " , "), "--allow"),
            (("--idle-exit", "-1"), "--idle-exit"),
            (("more",), "operands"),
        ):
            done = run("token", "serve", *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(hint, done.stderr, arguments)

    def test_a_taken_port_is_an_error_that_names_the_flag(self):
        with TokenServe(self.folder) as served:
            done = run("token", "serve", "--listen", f"127.0.0.1:{served.port}")
            self.assertEqual(done.returncode, 3)
            self.assertIn("--listen", done.stderr)

    def test_the_allow_list_decides_what_tokens_are_for(self):
        with TokenServe(
            self.folder, "--allow", "https://search.azure.com/, https://vault.azure.net"
        ) as served:
            for resource, status in (
                ("https://search.azure.com", 200),
                ("https://vault.azure.net/", 200),
                (RESOURCE, 400),
            ):
                answer = served.ask(query=f"api-version=2019-08-01&resource={resource}")
                self.assertEqual(answer.status, status, resource)

    def test_the_tools_own_words_reach_the_container(self):
        with TokenServe(self.folder, az=AZ_REFUSED) as served:
            answer = served.ask()
            self.assertEqual(answer.status, 400, answer.text)
            self.assertIn("az login --tenant contoso.example", json.loads(answer.text)["message"])

    def test_az_has_as_long_as_it_is_given(self):
        with TokenServe(self.folder, "--process-timeout-seconds", "1", az=AZ_HANGS) as served:
            answer = served.ask()
            self.assertEqual(answer.status, 400, answer.text)
            self.assertIn("az gave no answer within 1 s", json.loads(answer.text)["message"])

    def test_the_log_holds_no_secret(self):
        with TokenServe(self.folder, "--log-level", "debug") as served:
            served.ask()
            served.ask(X_IDENTITY_HEADER="a-wrong-value")
            served.stop()
            self.assertIn("event=token ", served.log)
            self.assertIn("status=401", served.log)
            for hidden in (TOKEN, TOKEN.split(".")[1], served.variables["IDENTITY_HEADER"], "a-wrong-value"):
                self.assertNotIn(hidden, served.log)

    def test_each_start_has_its_own_header_value(self):
        values = set()
        for _ in range(2):
            with TokenServe(self.folder) as served:
                values.add(served.variables["IDENTITY_HEADER"])
        self.assertEqual(len(values), 2)

    def test_control_c_stops_it_well(self):
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            with TokenServe(self.folder) as served:
                self.assertEqual(served.stop(signal_number), 0, served.log)

    def test_control_c_ends_a_tool_that_hangs(self):
        with TokenServe(self.folder, az=AZ_HANGS) as served:
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE_S)
            headers = {"X-IDENTITY-HEADER": served.variables["IDENTITY_HEADER"], "Host": "localhost"}
            connection.request(
                "GET", f"/oauth2/token?api-version=2019-08-01&resource={RESOURCE}", None, headers
            )
            tool = int(wait_until(lambda: served.calls, "the start of az")[0])
            self.assertEqual(served.stop(), 0, served.log)
            wait_until(lambda: not os.path.exists(f"/proc/{tool}"), "the end of az")
            connection.close()

    def test_it_ends_by_itself_when_nobody_asks(self):
        with TokenServe(self.folder, "--idle-exit", "1") as served:
            self.assertEqual(served.ask().status, 200)
            self.assertEqual(served.process.wait(PATIENCE_S), 0)
            self.assertIn("reason=idle", served.log)


if __name__ == "__main__":
    unittest.main()
