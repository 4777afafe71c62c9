"""The server as a client meets it: routes, documents, what is ingested meanwhile, and the end."""

import json
import os
import signal
import subprocess
import unittest

from parley_process import (
    PARLEY,
    PATIENCE_S,
    ROOT,
    Serve,
    StoreTest,
    chat_body,
    environment,
    lines_of,
    run,
    wait_until,
    write_texts,
)


class Routes(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()
        self.serve = self.enterContext(Serve(self.data)) if hasattr(self, "enterContext") else None
        if self.serve is None:  # Python before 3.11
            self.serve = Serve(self.data)
            self.addCleanup(self.serve.stop)

    def test_the_page_comes_with_its_policy_and_its_scripts(self):
        page = self.serve.get("/")
        self.assertEqual(page.status, 200)
        self.assertIn("text/html", page.headers["Content-Type"])
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])
        script = page.text.decode().split('src="', 1)[1].split('"', 1)[0]
        answer = self.serve.get(script)
        self.assertIn("javascript", answer.headers["Content-Type"])
        self.assertIn("immutable", answer.headers["Cache-Control"])
        again = self.serve.get(script, {"If-None-Match": answer.headers["ETag"]})
        self.assertEqual((again.status, again.text), (304, b""))

    def test_unknown_paths_and_wrong_methods_are_told_apart_in_json(self):
        for method, path, status in (
            ("GET", "/nowhere", 404),
            ("GET", "/assets/nowhere.js", 404),
            ("GET", "/chat", 405),
            ("DELETE", "/chat/stream", 405),
            ("GET", "/content/nowhere.pdf", 404),
        ):
            answer = self.serve.request(method, path)
            self.assertEqual(answer.status, status, path)
            body = json.loads(answer.text)
            self.assertIsInstance(body["error"], str)
            self.assertEqual(body["request_id"], answer.headers["X-Request-Id"])
            if status == 405:
                self.assertEqual(answer.headers["Allow"], "POST")

    def test_bad_questions_are_status_400_or_415_with_a_sentence(self):
        json_type = {"Content-Type": "application/json"}
        for body, headers, status in (
            ("{", json_type, 400),
            ("{}", json_type, 400),
            (chat_body("why?", retrieval_mode="magic"), json_type, 400),
            (chat_body("why?"), {"Content-Type": "text/plain"}, 415),
        ):
            for path in ("/chat", "/chat/stream"):
                answer = self.serve.request("POST", path, body, headers)
                self.assertEqual(answer.status, status, body)
                self.assertTrue(json.loads(answer.text)["error"])

    def test_streamed_and_whole_answers_say_the_same(self):
        question = "What is the readability of the QX-200?"
        whole = self.serve.ask(question)
        streamed = self.serve.post_chat(question, path="/chat/stream")
        self.assertEqual(streamed.headers["Content-Type"], "application/json-lines")
        self.assertEqual(streamed.headers["X-Accel-Buffering"], "no")
        events = lines_of(streamed.text)
        text = "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta")
        self.assertEqual(text, whole["output_text"])
        self.assertIn("0.1 milligrams", text)
        self.assertIn("[scales.html]", text)
        self.assertEqual(events[0]["context"]["data_points"], whole["context"]["data_points"])
        self.assertEqual([e["sequence_number"] for e in events], list(range(len(events))))

    def test_a_document_is_served_whole_in_part_and_not_again(self):
        whole = self.serve.get("/content/security.txt")
        self.assertEqual(whole.status, 200)
        self.assertEqual(whole.headers["Content-Type"], "text/plain; charset=utf-8")
        part = self.serve.get("/content/security.txt", {"Range": "bytes=7-9"})
        self.assertEqual((part.status, part.text), (206, whole.text[7:10]))
        self.assertEqual(part.headers["Content-Range"], f"bytes 7-9/{len(whole.text)}")
        beyond = self.serve.get("/content/security.txt", {"Range": "bytes=999999-"})
        self.assertEqual(beyond.status, 416)
        same = self.serve.get("/content/security.txt", {"If-None-Match": whole.headers["ETag"]})
        self.assertEqual(same.status, 304)
        head = self.serve.request("HEAD", "/content/security.txt")
        self.assertEqual((head.text, head.headers["Content-Length"]), (b"", str(len(whole.text))))

    def test_an_html_document_is_sandboxed_and_an_encoded_page_is_dropped(self):
        answer = self.serve.get("/content/scales.html%23page=1")
        self.assertEqual(answer.status, 200)
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])

    def test_one_log_line_per_request_names_it_and_not_the_question(self):
        answer = self.serve.post_chat("a question that is private")
        wait_until(lambda: answer.headers["X-Request-Id"] in self.serve.log, "the log line")
        line = next(l for l in self.serve.log.splitlines() if answer.headers["X-Request-Id"] in l)
        for part in ("event=request", "method=POST", "path=/chat", "status=200"):
            self.assertIn(part, line)
        self.assertNotIn("private", self.serve.log)


class Categories(StoreTest):
    def take_in(self, name, category):
        """One document of its own folder, with a category; what ingest said of it."""
        done = self.ingest("--json", "--category", category, self.folder / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[0])

    def cited(self, serve, **overrides):
        return sorted(serve.ask("How much leave?", **overrides)["context"]["data_points"]["citations"])

    def test_a_question_includes_and_excludes_categories(self):
        write_texts(self.folder / "now", {"now.md": "# Leave\n\nLeave is 27 days.\n"})
        write_texts(self.folder / "then", {"then.md": "# Leave\n\nLeave was 25 days.\n"})
        self.assertEqual(self.take_in("now", "hr")["category"], "hr")
        self.assertEqual(self.take_in("then", "old")["category"], "old")
        with Serve(self.data) as serve:
            self.assertEqual(self.cited(serve), ["now.md", "then.md"])
            self.assertEqual(self.cited(serve, include_category="hr"), ["now.md"])
            self.assertEqual(self.cited(serve, exclude_category="hr"), ["then.md"])
            self.assertEqual(self.cited(serve, include_category="hr", exclude_category="hr"), [])
            self.assertEqual(self.cited(serve, include_category="x' or 'a' = 'a"), [])

            self.assertEqual(self.take_in("now", "old")["outcome"], "updated")
            wait_until(
                lambda: self.cited(serve, include_category="old") == ["now.md", "then.md"],
                "the new category, and no document twice",
            )
            self.assertEqual(self.cited(serve, include_category="hr"), [])

    def test_a_run_without_a_category_leaves_them_and_an_empty_one_takes_them_away(self):
        write_texts(self.folder / "now", {"now.md": "# Leave\n\nLeave is 27 days.\n"})
        self.take_in("now", "hr")
        again = self.ingest("--json", self.folder / "now")
        self.assertEqual(json.loads(again.stdout.splitlines()[0])["category"], "hr")
        self.assertEqual(self.take_in("now", "")["category"], "")
        self.assertEqual(self.ingest("--category", "two\nlines", self.folder / "now").returncode, 2)


class LiveStore(StoreTest):
    def test_the_configuration_says_whether_there_are_documents(self):
        def documents(serve):
            return json.loads(serve.get("/config").text).get("documents")

        with Serve(self.data) as serve:
            wait_until(lambda: documents(serve) == "none", "the look into the store")
            self.ingest_texts()
            wait_until(lambda: documents(serve) == "some", "the documents")

    def test_what_is_ingested_beside_it_is_found_and_what_is_removed_is_not(self):
        with Serve(self.data) as serve:
            self.assertEqual(serve.ask("When is the picnic?")["context"]["data_points"]["citations"], [])
            documents = write_texts(
                self.folder / "documents",
                {f"{n}.md": f"# Note {n}\n\nNothing of interest.\n" for n in range(5)}
                | {"picnic.md": "# Picnic\n\nThe summer picnic is on the 9th of July at the lake.\n"},
            )
            self.assertEqual(self.ingest(documents).returncode, 0)
            wait_until(
                lambda: "9th of July" in serve.ask("When is the picnic?")["output_text"], "the new document"
            )
            (documents / "picnic.md").write_text("# Picnic\n\nThe summer picnic is on the 16th of July.\n")
            self.assertEqual(self.ingest(documents).returncode, 0)
            wait_until(
                lambda: "16th of July" in serve.ask("When is the picnic?")["output_text"], "the new version"
            )
            self.assertNotIn("9th", serve.ask("When is the picnic?")["output_text"])
            (documents / "picnic.md").unlink()
            self.assertEqual(self.ingest("--prune", documents).returncode, 0)
            wait_until(
                lambda: "picnic.md"
                not in serve.ask("When is the picnic?")["context"]["data_points"]["citations"],
                "the removal",
            )
            self.assertEqual(serve.get("/content/picnic.md").status, 404)


class End(StoreTest):
    def test_a_stop_signal_ends_it_with_status_0(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with Serve(self.data) as serve:
                idle = serve.connection()
                idle.connect()
                self.assertEqual(serve.stop(number), 0, serve.log)

    def test_a_stop_signal_right_after_the_address_ends_it_with_status_0(self):
        for _ in range(3):
            serve = subprocess.Popen(
                [PARLEY, "serve", "--data", str(self.data), "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment(),
            )
            self.assertIn("http://", serve.stdout.readline())
            serve.terminate()
            self.assertEqual(serve.wait(PATIENCE_S), 0)
            serve.stdout.close()


class Samples(StoreTest):
    """The questions of tests/samples, asked of the built-in answerer."""

    def test_every_sample_question_is_answered_from_the_right_page_or_refused(self):
        done = self.ingest(ROOT / "samples", "--json")
        self.assertEqual(done.returncode, 0, done.stdout)
        questions = json.loads((ROOT / "tests/samples/questions.json").read_text())
        answerable = [each for each in questions if each["file"]]
        unanswerable = [each for each in questions if not each["file"]]
        self.assertGreaterEqual(len(answerable), 28)
        self.assertGreaterEqual(len(unanswerable), 3)
        with Serve(self.data) as serve:
            self.assertEqual(self.wrong(serve, answerable), [])
            self.assertEqual(self.wrong(serve, unanswerable), [])

    def wrong(self, serve, questions):
        """The questions answered wrongly, with the answers; every citation must lead to its document."""
        found = []
        for each in questions:
            answer = serve.ask(each["question"])
            for marker in answer["context"]["data_points"]["citations"]:
                self.assertEqual(serve.get("/content/" + marker.split("#")[0]).status, 200, marker)
            if not self.is_right(each, answer["output_text"]):
                found.append((each["question"], answer["output_text"][:300]))
        return found

    @staticmethod
    def is_right(expected, text):
        """The fact and the page it stands on; or, where the documents have no answer, that it says so."""
        if expected["file"] is None:
            return "do not seem to answer" in text
        name = expected["file"].split("/")[-1]
        page = f"#page={expected['page']}" if expected.get("page") else ""
        return expected["contains"].lower() in text.lower() and f"[{name}{page}]" in text


if __name__ == "__main__":
    unittest.main()
