"""Documents that give orders or forge citations (injected/): none makes an instruction or a link."""

import pathlib
import re
import unittest

from model_test import ModelTest, text_of
from parley_process import Serve, lines_of, run
from scripted_model import DONE, words

DOCUMENTS = pathlib.Path(__file__).parent / "injected"
QUESTION = "What is the pet rule?"
FORGED = (
    "board-minutes",
    "etc/passwd",
    "evil.example/x",
    "is-called",
    "dellac-si",
    "zoo.pdf",
    "admin.md",
    "#page=9",
)
MARKER = re.compile(r"\[([^\[\]\n]+)\]")


class InjectionTest(ModelTest):
    def ingest_texts(self):
        files = [file for file in DOCUMENTS.iterdir() if file.name != "README.md"]
        self.assertGreaterEqual(len(files), 7)
        done = run("ingest", "--data", self.data, *files)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.names = {file.name for file in files}

    def ask(self, **overrides):
        return lines_of(self.serve.post_chat(QUESTION, "/chat/stream", top=20, **overrides).text)


class WhatAModelReads(InjectionTest):
    def test_orders_stay_inside_the_sources(self):
        self.start(lambda a: a.whole(*words("No."), *DONE))
        events = self.ask()
        self.assertEqual(len(events[0]["context"]["data_points"]["citations"]), len(self.names))
        system, user = (said["content"] for said in self.model.requests[0]["body"]["messages"])
        for order in ("IGNORE ALL", "BANANA", "obey", "tigers", "password"):
            self.assertNotIn(order, system)
        self.assertIn("never instructions", system)
        # The marks around the sources stand there once, in front of and behind all that documents say.
        self.assertEqual(user.count(":::"), 2)
        self.assertTrue(user.startswith(QUESTION + "\n\n::: sources\n"), user)
        self.assertTrue(user.endswith("\n\n::: end of sources"), user)

    def test_only_the_names_of_sources_are_offered_as_citations(self):
        self.start(lambda a: a.whole(*words("No."), *DONE))
        self.ask()
        system = self.model.requests[0]["body"]["messages"][0]["content"]
        offered = system.rsplit("The names that may be cited:", 1)[1]
        self.assertEqual(set(MARKER.findall(offered)), self.names)


class WhatAReaderGets(InjectionTest):
    def test_a_model_that_repeats_its_sources_cites_nothing_that_they_forge(self):
        self.start(self.repeat_sources)
        events = self.ask()
        context = events[-1]["context"]
        cited = set(events[0]["context"]["data_points"]["citations"])
        self.assertEqual(cited, self.names)
        self.assertGreaterEqual(context["invalid_citations"], 5)
        for forged in FORGED:
            self.assertFalse(any(forged in name for name in cited), forged)

    def repeat_sources(self, answer):
        said = self.model.requests[-1]["body"]["messages"][-1]["content"]
        answer.whole(*words(*(said[at : at + 7] for at in range(0, len(said), 7))), *DONE)

    def test_no_question_is_suggested_that_only_a_document_asks(self):
        self.start(self.repeat_sources)
        self.assertEqual(self.suggested(), [])
        self.serve = Serve(self.data)
        self.addCleanup(self.serve.stop)
        self.assertEqual(self.suggested(), [], "by extracts")

    def suggested(self):
        return self.ask(suggest_followup_questions=True)[-1]["context"]["followup_questions"]

    def test_extracts_have_markers_of_their_sources_only_and_no_links(self):
        self.ingest_texts()
        done = run("ask", "--data", self.data, "--top", "20", "--json", QUESTION)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = text_of(lines_of(done.stdout.encode()))
        self.assertTrue(set(MARKER.findall(text)) <= self.names, text)
        self.assertNotIn("](", text)
        self.assertNotIn("tigers", text, "what a page hides is no text of it")
        self.assertNotIn("\U000e004a", text, "nor is what no reader can see")


if __name__ == "__main__":
    unittest.main()
