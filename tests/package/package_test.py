"""Installs the libraries, builds examples/ against them as another project would, and runs what was built."""

import base64
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))

import scripted_model  # noqa: E402
from parley_process import environment  # noqa: E402

BUILD = os.environ.get("PARLEY_BUILD", str(ROOT / "build/dev"))
CXX = os.environ.get("PARLEY_CXX", "c++")

STAND_IN_AZ = """#!/bin/sh
echo '{"accessToken":"token-of-az","expires_on":4102444800,"tokenType":"Bearer"}'
"""


def run(*command, env=None):
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=env or environment())


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        prefix = f"{cls.folder.name}/prefix"
        cls.built = pathlib.Path(cls.folder.name) / "build"
        for command in (
            ["cmake", "--install", BUILD, "--component", "library", "--prefix", prefix],
            [
                "cmake",
                "-S",
                ROOT / "examples",
                "-B",
                cls.built,
                "-G",
                "Ninja",
                f"-DCMAKE_PREFIX_PATH={prefix}",
            ]
            + [f"-DCMAKE_CXX_COMPILER={CXX}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror"],
            ["cmake", "--build", cls.built],
        ):
            done = run(*command)
            assert done.returncode == 0, done.stdout + done.stderr

    def test_the_installed_headers_are_found_without_our_tree(self):
        commands = (self.built / "build.ninja").read_text()
        self.assertIn("prefix/include", commands)
        self.assertNotIn(f"{ROOT}/src", commands)

    def test_the_licence_of_axe_core_is_installed(self):
        licence = pathlib.Path(self.folder.name, "prefix/share/doc/parley/axe-core/LICENSE")
        self.assertIn("Mozilla Public License, version 2.0", licence.read_text())

    def test_no_stand_in_of_our_own_tests_is_installed(self):
        headers = pathlib.Path(self.folder.name, "prefix/include/parley")
        ours = {path.relative_to(ROOT / "src") for path in (ROOT / "src").glob("*/testing/**/*.hpp")}
        self.assertGreater(len(ours), 3)
        installed = {path.relative_to(headers) for path in headers.rglob("*.hpp")}
        self.assertIn(pathlib.Path("openai/chat.hpp"), installed)
        of_tests = [
            p for p in installed if p in ours or p.name.startswith("test_") or p.name.endswith("_fixture.hpp")
        ]
        self.assertEqual(of_tests, [])

    def test_chat_prints_the_answer_as_it_is_streamed(self):
        def script(connection):
            connection.whole(*scripted_model.words("Because of ", "Rayleigh."), *scripted_model.DONE)

        with scripted_model.ScriptedModel(script) as model:
            done = run(self.built / "chat", model.url, "m", "Why is the sky blue?")
        self.assertEqual((done.returncode, done.stdout), (0, "Because of Rayleigh.\n"), done.stderr)
        self.assertEqual(
            model.requests[0]["body"]["messages"], [{"role": "user", "content": "Why is the sky blue?"}]
        )

    def test_a_test_of_another_project_runs_on_the_mock_in_its_own_process(self):
        done = run(self.built / "mock_test")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("[  PASSED  ] 3 tests.", done.stdout)

    def test_a_test_of_another_project_audits_its_pages(self):
        done = run(self.built / "audit_test")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("[  PASSED  ] 3 tests.", done.stdout)

    def test_chat_says_why_there_is_no_answer(self):
        done = run(self.built / "chat", "http://127.0.0.1:1/v1", "m", "Anyone?")
        self.assertEqual(done.returncode, 1)
        self.assertIn("is the model server running?", done.stderr)

    def test_embed_logs_in_with_the_developers_own_login_and_prints_the_vector(self):
        vector = base64.b64encode(struct.pack("<3f", 0.5, -0.25, 1.0)).decode()
        body = {
            "object": "list",
            "data": [{"object": "embedding", "index": 0, "embedding": vector}],
            "model": "m",
            "usage": {"prompt_tokens": 2, "total_tokens": 2},
        }

        def script(connection):
            connection.reply(json.dumps(body).encode())

        programs = pathlib.Path(self.folder.name) / "programs"
        programs.mkdir()
        (programs / "az").write_text(STAND_IN_AZ)
        (programs / "az").chmod(0o755)
        env = environment(
            PATH=f"{programs}:{os.environ['PATH']}", AZURE_TOKEN_CREDENTIALS="AzureCliCredential"
        )
        with scripted_model.ScriptedModel(script) as model:
            done = run(self.built / "embed", model.url.removesuffix("/v1"), "small", "some text", env=env)
        self.assertEqual((done.returncode, done.stdout), (0, "0.5\n-0.25\n1\n"), done.stderr)
        self.assertEqual(model.requests[0]["fields"]["authorization"], "Bearer token-of-az")


if __name__ == "__main__":
    unittest.main()
