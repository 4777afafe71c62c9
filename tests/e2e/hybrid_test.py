"""Search by words and vectors, from ingest to the answer: with the mock's vectors, and without them again."""

import contextlib
import json
import subprocess
import unittest

from parley_process import (
    PARLEY,
    PATIENCE_S,
    ROOT,
    Serve,
    StoreTest,
    environment,
    lines_of,
    run,
    wait_until,
    write_texts,
)

SEARCH = 1  # place of the step that says how it was searched
QUESTION = "How many days of annual leave do we have?"


class Mock(contextlib.AbstractContextManager):
    """`parley mock` as a host of models of its own, which can be killed."""

    def __init__(self, folder):
        port_file = folder / "mock-port"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [PARLEY, "mock", "--port", "0", "--port-file", str(port_file), "--no-strict"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        port = wait_until(lambda: port_file.exists() and port_file.read_text().strip(), "the mock's port")
        self.environment = environment(OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(PATIENCE_S)


def props_of(answer):
    return answer["context"]["thoughts"][SEARCH]["props"]


def modes_of(answer):
    props = props_of(answer)
    return props["use_text_search"], props["use_vector_search"]


class Hybrid(StoreTest):
    def ingest_with_vectors(self, documents, env=None):
        done = self.ingest("--embedding-model", "mock", "--json", documents, env=env)
        return done, json.loads(done.stdout.splitlines()[-1])

    def serve(self, *arguments, env=None):
        serve = Serve(self.data, *arguments, env=env)
        self.addCleanup(serve.stop)
        return serve

    def test_the_samples_are_found_in_every_mode_also_after_a_restart(self):
        done, total = self.ingest_with_vectors(ROOT / "samples")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(total["vectors"], total["chunks"])
        self.assertEqual(total["without_vectors"], 0)
        for _ in range(2):
            serve = self.serve("--model", "mock", "--embedding-model", "mock")
            self.assertTrue(json.loads(serve.get("/config").text)["showVectorOption"])
            self.assertEqual(modes_of(serve.ask(QUESTION)), (True, True))
            for mode, expected in (
                ("text", (True, False)),
                ("vectors", (False, True)),
                ("hybrid", (True, True)),
            ):
                answer = serve.ask(QUESTION, retrieval_mode=mode)
                self.assertEqual(modes_of(answer), expected, mode)
                self.assertTrue(answer["context"]["data_points"]["citations"], mode)
                self.assertNotIn("vector_search_note", props_of(answer))
            self.assertEqual(serve.stop(), 0)

    def test_a_score_is_held_against_the_threshold_of_its_mode(self):
        self.ingest_with_vectors(write_texts(self.folder / "documents"))
        serve = self.serve("--embedding-model", "mock")
        found = {
            mode: len(
                serve.ask(QUESTION, retrieval_mode=mode, minimum_search_score=0.02)["context"]["data_points"][
                    "text"
                ]
            )
            for mode in ("vectors", "hybrid")
        }
        # By one ranking alone a passage has at most 1/61, which is less.
        self.assertEqual(serve.ask(QUESTION, minimum_search_score=1)["context"]["data_points"]["text"], [])
        self.assertGreaterEqual(found["hybrid"], 1)
        self.assertGreaterEqual(found["vectors"], 1)

    def test_vectors_without_words_in_common_find_what_words_do_not(self):
        texts = {"a.txt": "The bicycles are parked behind the hall.", "b.txt": "Lunch is at noon."}
        self.ingest_with_vectors(write_texts(self.folder / "documents", texts))
        serve = self.serve("--embedding-model", "mock")
        question = "bicyclist parking"  # the mock's vectors are near for words that share their letters
        self.assertEqual(
            serve.ask(question, retrieval_mode="vectors", top=1)["context"]["data_points"]["citations"],
            ["a.txt"],
        )

    def test_ask_searches_as_serve_does(self):
        self.ingest_with_vectors(write_texts(self.folder / "documents"))
        asked = ["ask", "--data", self.data, "--json", "--model", "mock", QUESTION]
        for options, expected in (([], False), (["--embedding-model", "mock"], True)):
            done = run(*asked, *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            context = lines_of(done.stdout.encode())[0]["context"]
            self.assertEqual(context["thoughts"][SEARCH]["props"]["use_vector_search"], expected)

    def test_documents_taken_in_before_are_filled_in_and_nothing_is_embedded_twice(self):
        documents = self.ingest_texts()
        done, total = self.ingest_with_vectors(documents)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((total["unchanged"], total["vectors"]), (3, 3))
        done, total = self.ingest_with_vectors(documents)
        self.assertEqual((total["unchanged"], total["vectors"], total["without_vectors"]), (3, 0, 0))

    def test_vectors_of_another_model_are_refused_with_what_to_do(self):
        documents = write_texts(self.folder / "documents")
        with Mock(self.folder) as mock:
            self.ingest_with_vectors(documents, env=mock.environment)
            done = self.ingest("--embedding-model", "text-embedding-3-small", documents, env=mock.environment)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn("--embedding-model mock", done.stderr)
            serve = self.serve("--embedding-model", "text-embedding-3-small", env=mock.environment)
            answer = serve.ask(QUESTION)
            self.assertEqual(modes_of(answer), (True, False))
            self.assertIn("another model", props_of(answer)["vector_search_note"])

    def test_without_the_endpoint_the_text_is_taken_in_and_the_run_says_what_is_missing(self):
        documents = write_texts(self.folder / "documents")
        nowhere = environment(OPENAI_BASE_URL="http://127.0.0.1:1/v1")
        done = self.ingest("--embedding-model", "mock", documents, env=nowhere)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("3 added", done.stdout)
        self.assertIn("3 passages have no vectors: ", done.stdout)
        self.assertIn("127.0.0.1", done.stdout)
        with Mock(self.folder) as mock:
            done, total = self.ingest_with_vectors(documents, env=mock.environment)
        self.assertEqual((done.returncode, total["vectors"]), (0, 3))

    def test_an_endpoint_that_dies_leaves_the_search_by_words_which_says_so(self):
        documents = write_texts(self.folder / "documents")
        with Mock(self.folder) as mock:
            self.ingest_with_vectors(documents, env=mock.environment)
            serve = self.serve("--embedding-model", "mock", env=mock.environment)
            self.assertEqual(modes_of(serve.ask(QUESTION)), (True, True))
        for mode in ("hybrid", "vectors"):
            answer = serve.ask(QUESTION, retrieval_mode=mode)
            self.assertEqual(modes_of(answer), (True, False), mode)
            self.assertIn("27 days", answer["output_text"])
            self.assertIn("gave no answer", props_of(answer)["vector_search_note"])
        self.assertIn("query_embedding_failed", serve.log)
        self.assertNotIn("annual", serve.log)

    def test_a_killed_run_has_kept_the_vectors_of_all_that_it_reported(self):
        texts = {f"{i}.txt": f"Locker number {i} is on floor {i % 7}." for i in range(150)}
        documents = write_texts(self.folder / "documents", texts)
        with Mock(self.folder) as mock:
            killed = subprocess.Popen(
                [PARLEY, "ingest", "--data", self.data, "--embedding-model", "mock", documents],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
                env=mock.environment,
            )
            killed.stdout.readline()
            killed.kill()
            reported = 1 + sum(
                line.startswith("added ") for line in killed.communicate(timeout=PATIENCE_S)[0].splitlines()
            )
            done, total = self.ingest_with_vectors(documents, env=mock.environment)
        self.assertEqual((done.returncode, total["without_vectors"]), (0, 0), done.stderr)
        self.assertGreaterEqual(total["unchanged"], reported)
        self.assertEqual(total["vectors"], len(texts) - total["unchanged"], "none is embedded twice")

    def test_an_impossible_mode_is_a_400_that_names_it(self):
        self.ingest_texts()
        serve = self.serve()
        answer = serve.post_chat(QUESTION, retrieval_mode="magic")
        self.assertEqual(answer.status, 400)
        self.assertIn("retrieval_mode", json.loads(answer.text)["error"])


if __name__ == "__main__":
    unittest.main()
