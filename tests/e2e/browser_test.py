"""The page against the real server, in Chromium: runs the web client's own end-to-end tests on it."""

import functools
import http.server
import os
import shutil
import subprocess
import threading
import unittest

from parley_process import ROOT, Serve, StoreTest


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


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

    def test_the_example_page_shows_the_chat_from_another_origin(self):
        pages = self.folder / "page"
        pages.mkdir()
        files = functools.partial(QuietFiles, directory=str(pages))
        host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), files)
        threading.Thread(target=host.serve_forever, daemon=True).start()
        self.addCleanup(host.server_close)
        self.addCleanup(host.shutdown)
        origin = f"http://localhost:{host.server_port}"
        with Serve(self.data, "--allow-origins", origin) as serve:
            for file in (ROOT / "examples/page").iterdir():
                (pages / file.name).write_text(file.read_text().replace("http://127.0.0.1:8080", serve.url))
            self.run_tests(PARLEY_E2E_URL=serve.url, PARLEY_E2E_HOST=origin)


if __name__ == "__main__":
    unittest.main()
