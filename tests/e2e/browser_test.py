"""The page against the real server, in Chromium: runs the web client's own end-to-end tests on it."""

import os
import shutil
import subprocess
import unittest

from parley_process import ROOT, Serve, StoreTest


class Browser(StoreTest):
    def setUp(self):
        super().setUp()
        self.assertTrue(shutil.which("chromium"), "Chromium is missing: apt-get install chromium")
        self.assertEqual(self.ingest(ROOT / "samples").returncode, 0)

    def run_tests(self, **where):
        done = subprocess.run(
            ["npm", "run", "--silent", "e2e"],
            cwd=ROOT / "web",
            env=os.environ | where,
            capture_output=True,
            text=True,
            timeout=600,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_main_path_works_on_the_real_server(self):
        example = "How much notice do I have to give after the probation period?"
        with Serve(self.data, "--examples", example) as serve:
            self.run_tests(PARLEY_E2E_URL=serve.url)

    def test_every_half_finished_state_of_an_answer_is_sound(self):
        fixtures = ROOT / "web/e2e/whole-app.yaml"
        with Serve(self.data, "--model", "mock", "--fixtures", fixtures) as serve:
            mock = f"http://127.0.0.1:{serve.mock_port}"
            self.run_tests(PARLEY_E2E_URL=serve.url, PARLEY_E2E_MOCK=mock)


if __name__ == "__main__":
    unittest.main()
