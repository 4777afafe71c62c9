"""The page against the real server, in Chromium: runs the web client's own end-to-end tests on it."""

import os
import shutil
import subprocess
import unittest

from parley_process import ROOT, Serve, StoreTest


class Browser(StoreTest):
    def test_the_main_path_works_on_the_real_server(self):
        self.assertTrue(shutil.which("chromium"), "Chromium is missing: apt-get install chromium")
        self.assertEqual(self.ingest(ROOT / "samples").returncode, 0)
        example = "How much notice do I have to give after the probation period?"
        with Serve(self.data, "--examples", example) as serve:
            done = subprocess.run(
                ["npm", "run", "--silent", "e2e"],
                cwd=ROOT / "web",
                env=os.environ | {"PARLEY_E2E_URL": serve.url},
                capture_output=True,
                text=True,
                timeout=600,
            )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
