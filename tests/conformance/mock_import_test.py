"""What `parley mock --import` made of a HAR file, as PyPI openai sees it."""

import sys
import unittest

from clients import ROOT, environment, run_driver

sys.path.append(str(ROOT / "tests/e2e"))

import har  # noqa: E402
from mock_test import MockCase  # noqa: E402
from parley_process import run  # noqa: E402


class ImportedAnswersTest(MockCase):
    def ask(self, mock, request):
        base_url = f"http://127.0.0.1:{mock.port}/v1"
        job = {"style": "openai", "base_url": base_url, "key": "any", "call": "chat", "request": request}
        return run_driver("pypi_openai.py", job, environment())

    def test_a_client_gets_the_answers_that_a_browser_recorded(self):
        whole, streamed = (har.question("Q", stream=is_streamed) for is_streamed in (False, True))
        file = har.write(
            self.folder / "session.har",
            har.entry(whole, har.completion("It is whole.")),
            har.entry(streamed, har.events("It is", " in", " parts."), kind="text/event-stream"),
        )
        done = run("mock", "--import", file, "--recordings", self.folder / "made")
        self.assertEqual(done.returncode, 0, done.stderr)
        mock = self.start(self.folder / "made", "--strict", "--require-all")
        self.assertEqual(
            self.ask(mock, whole),
            {"outcome": "answer", "text": "It is whole.", "finish": "stop", "tokens": 3},
        )
        self.assertEqual(
            self.ask(mock, streamed),
            {"outcome": "answer", "text": "It is in parts.", "finish": "stop", "tokens": 0},
        )
        self.assertEqual(mock.stop(), 0, mock.said)


if __name__ == "__main__":
    unittest.main()
