"""A second ranking by a model at /rerank: in every mode, with thresholds, and when that model fails."""

import json
import threading
import time
import unittest

from parley_process import PATIENCE_S, Serve, StoreTest, environment, lines_of, run, write_texts
from scripted_model import ScriptedModel

SEARCH = 1  # place of the step that says how it was searched
QUESTION = "Where are the bicycles?"
TEXTS = {
    "a.txt": "Bicycles: where the bicycles are is a question about bicycles.",
    "b.txt": "The bicycles are parked behind the hall.",
    "c.txt": "Lunch is at noon, far from any bicycles.",
}


def scored(asked, scores):
    """Scores texts by what they hold, the best first."""
    results = [
        {"index": index, "relevance_score": next(s for words, s in scores.items() if words in text)}
        for index, text in enumerate(asked["documents"])
    ]
    results.sort(key=lambda each: -each["relevance_score"])
    return json.dumps({"model": asked["model"], "results": results}).encode()


class Reranker(ScriptedModel):
    """Answers with `reply(request body)`: bytes, or a status."""

    def __init__(self, reply):
        super().__init__(self.answer)
        self.reply_to = reply

    def answer(self, to):
        made = self.reply_to(self.requests[-1]["body"])
        to.refuse(made, "No") if isinstance(made, int) else to.reply(made)


def by_words(asked):
    return scored(asked, {"parked": 0.9, "question about": 0.5, "Lunch": 0.1})


class Rerank(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest("--embedding-model", "mock", write_texts(self.folder / "documents", TEXTS))

    def serve(self, reply, *options, **variables):
        self.reranker = self.enterContext(Reranker(reply))
        serve = Serve(
            self.data,
            "--rerank-model",
            "judge",
            "--rerank-url",
            self.reranker.url,
            *options,
            env=environment(**variables),
        )
        self.addCleanup(serve.stop)
        return serve

    def citations(self, answer):
        return answer["context"]["data_points"]["citations"]

    def props(self, answer):
        return answer["context"]["thoughts"][SEARCH]["props"]

    def test_the_model_decides_the_order_and_is_asked_as_its_servers_want_it(self):
        serve = self.serve(by_words, PARLEY_RERANK_KEY="let-me-in")
        self.assertTrue(json.loads(serve.get("/config").text)["showSemanticRankerOption"])
        answer = serve.ask(QUESTION)
        self.assertEqual(self.citations(answer), ["b.txt", "a.txt", "c.txt"])
        self.assertTrue(self.props(answer)["use_semantic_ranker"])
        (request,) = self.reranker.requests
        self.assertEqual(request["head"].split()[:2], ["POST", "/v1/rerank"])
        self.assertEqual(request["fields"]["authorization"], "Bearer let-me-in")
        self.assertEqual(request["body"]["model"], "judge")
        self.assertEqual(request["body"]["query"], QUESTION)
        self.assertEqual(sorted(request["body"]["documents"]), sorted(TEXTS.values()))
        self.assertEqual(request["body"]["top_n"], 3)
        self.assertNotIn("let-me-in", serve.log)

    def test_more_is_ranked_than_the_answer_draws_on(self):
        serve = self.serve(by_words)
        answer = serve.ask(QUESTION, top=1)
        self.assertEqual(self.citations(answer), ["b.txt"])
        self.assertEqual(self.props(answer)["top"], 1)

    def test_a_client_can_do_without_it(self):
        serve = self.serve(by_words)
        answer = serve.ask(QUESTION, semantic_ranker=False)
        self.assertEqual(self.citations(answer)[0], "a.txt")
        self.assertEqual(self.reranker.requests, [])

    def test_every_mode_is_ranked_again(self):
        serve = self.serve(by_words, "--embedding-model", "mock", "--model", "mock")
        for mode in ("text", "vectors", "hybrid"):
            answer = serve.ask(QUESTION, retrieval_mode=mode, semantic_ranker=True)
            self.assertEqual(self.citations(answer)[0], "b.txt", mode)

    def test_the_threshold_is_of_the_second_score_from_0_to_4(self):
        serve = self.serve(by_words)
        for least, expected in ((1.9, ["b.txt", "a.txt"]), (2.1, ["b.txt"]), (3.7, [])):
            answer = serve.ask(QUESTION, minimum_reranker_score=least)
            self.assertEqual(self.citations(answer), expected, least)

    def test_logits_are_ranked_and_held_against_the_threshold_too(self):
        serve = self.serve(lambda asked: scored(asked, {"parked": 3.2, "question about": -0.1, "Lunch": -8}))
        self.assertEqual(self.citations(serve.ask(QUESTION)), ["b.txt", "a.txt", "c.txt"])
        self.assertEqual(self.citations(serve.ask(QUESTION, minimum_reranker_score=1.9)), ["b.txt", "a.txt"])

    def test_what_is_no_ranking_leaves_the_order_and_says_so(self):
        broken = {
            "a missing score": lambda asked: b'{"results":[{"index":0,"relevance_score":0.5}]}',
            "an index out of range": lambda asked: b'{"results":[{"index":9,"relevance_score":0.5}]}',
            "a score twice": lambda asked: b'[{"index":0,"score":0.5},{"index":0,"score":0.6}]',
            "no number": lambda asked: b'{"results":[{"index":0,"relevance_score":NaN}]}',
            "no JSON": lambda asked: b"<html>",
            "no such route": lambda asked: 404,
            "not authorised": lambda asked: 401,
            "broken": lambda asked: 500,
        }
        serve = self.serve(by_words)
        for name, reply in broken.items():
            self.reranker.reply_to = reply
            with self.subTest(name):
                answer = serve.ask(QUESTION, minimum_reranker_score=1.9, show_process=True)
                self.assertEqual(self.citations(answer)[0], "a.txt")
                self.assertEqual(len(self.citations(answer)), 3)
                self.assertFalse(self.props(answer)["use_semantic_ranker"])
                self.assertIn("gave no scores", self.props(answer)["semantic_ranker_note"])
                steps = [each for each in answer["context"]["process"] if each["step"] == "rerank"]
                self.assertEqual([each["state"] for each in steps], ["failed"])
        self.assertIn("reranking_failed", serve.log)
        self.assertNotIn("bicycles", serve.log)

    def test_a_slow_model_costs_no_more_than_its_patience(self):
        is_over = threading.Event()

        def answer_late(asked):
            is_over.wait(PATIENCE_S)
            return by_words(asked)

        serve = self.serve(answer_late, "--rerank-seconds", "1")
        self.addCleanup(is_over.set)  # before the model is stopped, which waits for its answers
        begin = time.monotonic()
        self.assertEqual(self.citations(serve.ask(QUESTION))[0], "a.txt")
        self.assertLess(time.monotonic() - begin, 10)

    def test_those_who_wait_are_told(self):
        serve = self.serve(by_words)
        steps = serve.ask(QUESTION, top=2, show_process=True)["context"]["process"]
        (rerank,) = [each for each in steps if each["step"] == "rerank"]
        self.assertEqual(
            (rerank["state"], rerank["text"], rerank["data"]),
            ("done", "Kept the best 2 of 3 results", {"kept": 2, "of": 3}),
        )

    def test_the_stand_in_ranks_without_any_network(self):
        serve = Serve(self.data, "--model", "mock", "--rerank-model", "mock")
        self.addCleanup(serve.stop)
        answer = serve.ask(QUESTION, minimum_reranker_score=0.1)
        self.assertTrue(self.props(answer)["use_semantic_ranker"])
        self.assertTrue(self.citations(answer))

    def test_ask_ranks_as_serve_does(self):
        with Reranker(by_words) as reranker:
            done = run(
                "ask",
                "--data",
                self.data,
                "--json",
                "--rerank-model",
                "j",
                "--rerank-url",
                reranker.url,
                QUESTION,
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        context = lines_of(done.stdout.encode())[0]["context"]
        self.assertEqual(context["data_points"]["citations"][0], "b.txt")

    def test_a_place_that_cannot_rank_is_refused_at_the_start(self):
        for options, words in (
            (["--rerank-model", "j"], "--rerank-url"),
            (["--rerank-model", "j", "--rerank-url", "http://127.0.0.1:1/v1/rerank"], "leave out /rerank"),
        ):
            done = run("ask", "--data", self.data, *options, QUESTION)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
