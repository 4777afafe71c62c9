"""The history and feedback, looked at as a browser and an administrator do."""

import json
import random
import re
import shutil
import signal
import threading
import unittest

from parley_process import Serve, StoreTest, chat_body, lines_of, run

JSON = {"Content-Type": "application/json"}
KILLS = 15


class Visitor:
    """A browser: it loads the page's configuration first and keeps the cookie."""

    def __init__(self, serve, cookie=None):
        self.serve = serve
        self.cookie = cookie or re.match(r"[^;]+", serve.get("/config").headers["Set-Cookie"])[0]

    def send(self, method, path, body=None, **headers):
        body = body if body is None or isinstance(body, str) else json.dumps(body)
        return self.serve.request(method, path, body, {**JSON, "Cookie": self.cookie, **headers})

    def get(self, path):
        answer = self.send("GET", path)
        return json.loads(answer.text) if answer.status == 200 else answer.status

    def ask(self, question, conversation=None):
        """The conversation's name and the answer's id, from a streamed answer seen to its end."""
        body = {**json.loads(chat_body(question)), "session_state": conversation}
        answer = self.send("POST", "/chat/stream", body)
        first = lines_of(answer.text)[0]
        assert answer.headers["X-Request-Id"] == first["run_id"]
        return first["session_state"], first["run_id"]

    def sessions(self, query="count=20"):
        return self.get(f"/chat_history/sessions?{query}")

    def titles(self):
        return [session["title"] for session in self.sessions()["sessions"]]

    def questions(self, conversation):
        session = self.get(f"/chat_history/sessions/{conversation}")
        return [question for question, _ in session["answers"]]


def added(name, *questions):
    """What the public frontend sends after each answer: the whole conversation."""
    context = {"data_points": {"text": [], "citations": []}, "thoughts": []}
    answers = [[question, {"output_text": f"To {question}", "context": context}] for question in questions]
    return {"id": name, "answers": answers}


class History(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()

    def serve(self, *arguments, **options):
        return Serve(self.data, "--history", "--feedback", *arguments, **options)

    def feedback(self, *arguments):
        return run("feedback", "--data", self.data, *arguments)


class Conversations(History):
    def test_is_off_unless_asked_for(self):
        with Serve(self.data) as serve:
            config = serve.get("/config")
            self.assertNotIn("Set-Cookie", config.headers)
            shown = json.loads(config.text)
            self.assertFalse(shown["history"] or shown["feedback"] or shown["showChatHistoryCosmos"])
            self.assertEqual(serve.get("/chat_history/sessions").status, 404)
            self.assertEqual(serve.request("POST", "/feedback", "{}", JSON).status, 404)
            self.assertIsNone(serve.ask("How much leave?")["session_state"])
        self.assertFalse((self.data / "history.db").exists())

    def test_keeps_what_was_asked_and_answered_streamed_and_whole(self):
        with self.serve() as serve:
            config = json.loads(serve.get("/config").text)
            self.assertTrue(config["history"] and config["feedback"] and config["showChatHistoryCosmos"])
            visitor = Visitor(serve)
            name, run_id = visitor.ask("How many days of annual leave?")
            body = {**json.loads(chat_body("And the security desk?")), "session_state": name}
            whole = json.loads(visitor.send("POST", "/chat", body).text)
            self.assertEqual(whole["session_state"], name)

            session = visitor.get(f"/chat_history/sessions/{name}")
            self.assertEqual(set(session), {"id", "entra_oid", "answers"})
            (first, answer), (second, other) = session["answers"]
            self.assertEqual((first, second), ("How many days of annual leave?", "And the security desk?"))
            self.assertEqual(answer["run_id"], run_id)
            self.assertIn("27 days", answer["output_text"])
            self.assertIn("leave.md", answer["context"]["data_points"]["citations"])
            self.assertEqual(other["output_text"], whole["output_text"])
            self.assertEqual(other["context"], whole["context"])
            (listed,) = visitor.sessions()["sessions"]
            self.assertEqual(set(listed), {"id", "entra_oid", "title", "timestamp"})
            self.assertEqual(listed["title"], first)

    def test_adds_what_a_client_sends_once(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            for questions in (["One?"], ["One?", "Two?"], ["One?", "Two?"]):
                answer = visitor.send("POST", "/chat_history", added("c1", *questions))
                self.assertEqual((answer.status, json.loads(answer.text)), (201, {}))
            self.assertEqual(visitor.questions("c1"), ["One?", "Two?"])
            for body, status in (("{", 400), ({"id": "c1"}, 400), (added("", "One?"), 400)):
                answer = visitor.send("POST", "/chat_history", body)
                self.assertEqual(answer.status, status)
                self.assertTrue(json.loads(answer.text)["error"])
            plain = visitor.send("POST", "/chat_history", "{}", **{"Content-Type": "text/plain"})
            self.assertEqual(plain.status, 415)

    def test_pages_through_all_of_them_by_either_name_of_the_token(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            for number in range(7):
                visitor.send("POST", "/chat_history", added(f"c{number}", f"Question {number}"))
            for token_name in ("continuation_token", "continuationToken"):
                seen, token = [], ""
                while token is not None:
                    page = visitor.sessions(f"count=3&{token_name}={token}")
                    seen += [session["id"] for session in page["sessions"]]
                    token = page["continuation_token"]
                self.assertEqual(seen, [f"c{number}" for number in reversed(range(7))])

    def test_searches_renames_exports_and_deletes(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            visitor.send("POST", "/chat_history", added("a", "Wie viele ÜBERSTUNDEN?"))
            visitor.send("POST", "/chat_history", added("b", "x" * 60))
            self.assertEqual(visitor.titles(), ["x" * 50 + "…", "Wie viele ÜBERSTUNDEN?"])
            found = visitor.get("/history/conversations?q=uberst")
            self.assertEqual([session["id"] for session in found["sessions"]], ["a"])

            renamed = visitor.send("PATCH", "/history/conversations/b", {"title": "Signs"})
            self.assertEqual(renamed.status, 204)
            self.assertEqual(visitor.titles()[0], "Signs")
            exported = visitor.send("GET", "/history/conversations/b")
            self.assertIn("attachment", exported.headers["Content-Disposition"])
            self.assertEqual(json.loads(exported.text)["turns"][0]["question"], "x" * 60)

            self.assertEqual(visitor.send("DELETE", "/chat_history/sessions/b").status, 204)
            self.assertEqual(visitor.send("DELETE", "/chat_history/sessions/b").status, 404)
            self.assertEqual(visitor.get("/chat_history/sessions/b"), 404)
            self.assertEqual(visitor.send("DELETE", "/history/conversations").status, 204)
            self.assertEqual(visitor.titles(), [])

    def test_keeps_visitors_apart(self):
        with self.serve() as serve:
            one, other = Visitor(serve), Visitor(serve)
            name, _ = one.ask("How many days of annual leave?")
            for stranger in (other, Visitor(serve, "parley_visitor=1"), Visitor(serve, "x=y")):
                self.assertEqual(stranger.titles(), [])
                self.assertEqual(stranger.get(f"/chat_history/sessions/{name}"), 404)
                self.assertEqual(stranger.get(f"/history/conversations/{name}"), 404)
                self.assertEqual(stranger.send("DELETE", f"/chat_history/sessions/{name}").status, 404)
                self.assertEqual(stranger.send("DELETE", "/history/conversations").status, 204)
            other.ask("Where is the security desk?", name)
            self.assertEqual(one.questions(name), ["How many days of annual leave?"])
            self.assertEqual(other.questions(name), ["Where is the security desk?"])
            cookie = serve.get("/config").headers["Set-Cookie"]
            self.assertIn("HttpOnly; SameSite=Strict", cookie)
            linked = serve.get("/config", {"Sec-Fetch-Site": "cross-site"})
            self.assertNotIn("Set-Cookie", linked.headers, "it would replace the key that was not sent along")
            forged = one.send("DELETE", "/history/conversations", **{"Sec-Fetch-Site": "cross-site"})
            self.assertEqual(forged.status, 400)
            self.assertEqual(len(one.titles()), 1)
            self.assertNotIn(one.cookie.split("=")[1], serve.log)

    def test_keeps_only_as_many_as_it_may(self):
        with self.serve("--history-conversations", "2", "--history-turn-bytes", "2000") as serve:
            visitor = Visitor(serve)
            for name in "abc":
                visitor.send("POST", "/chat_history", added(name, name))
            self.assertEqual(visitor.titles(), ["c", "b"])
            self.assertEqual(visitor.send("POST", "/chat_history", added("d", "x" * 2000)).status, 413)

    def test_is_there_after_a_restart_and_after_taking_in_documents(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            name, _ = visitor.ask("How many days of annual leave?")
        self.ingest_texts({"new.md": "# New\n\nSomething new.\n"})
        with self.serve() as serve:
            self.assertEqual(
                Visitor(serve, visitor.cookie).questions(name), ["How many days of annual leave?"]
            )

    def test_kills_lose_no_acknowledged_turn(self):
        chance = random.Random(20260101)
        cookie, acknowledged = None, []
        for attempt in range(KILLS):
            serve = self.serve()
            self.addCleanup(serve.log_file.close)
            visitor = Visitor(serve, cookie)
            cookie = visitor.cookie
            if acknowledged:
                stored = visitor.questions("c")
                self.assertEqual([each for each in stored if each in acknowledged], acknowledged)
            killer = threading.Timer(chance.uniform(0.01, 0.3), serve.process.send_signal, [signal.SIGKILL])
            killer.start()
            for number in range(10_000):
                question = f"{attempt}-{number}"
                try:
                    answer = visitor.send("POST", "/chat_history", added("c", question))
                except OSError:
                    break
                self.assertEqual(answer.status, 201)
                acknowledged.append(question)
            killer.join()
            self.assertEqual(serve.stop(), -signal.SIGKILL)
        self.assertGreater(len(acknowledged), KILLS)

    def test_a_history_that_cannot_be_opened_lets_the_chat_go_on(self):
        # A folder in the file's place, because no mode keeps root, who tests in containers, from writing.
        (self.data / "history.db").mkdir()
        with self.serve() as serve:
            visitor = Visitor(serve)
            answer = visitor.send("POST", "/chat", chat_body("How many days of annual leave?"))
            self.assertEqual(answer.status, 200)
            self.assertIn("27 days", json.loads(answer.text)["output_text"])
            self.assertIn("event=answer_not_kept", serve.log)
            self.assertIn("history.db", serve.log)
            refused = visitor.send("POST", "/chat_history", added("c", "Why?"))
            self.assertEqual((refused.status, json.loads(refused.text)["code"]), (503, "busy"))
            self.assertNotIn("history.db", refused.text.decode())
            shutil.rmtree(self.data / "history.db")
            self.assertEqual(visitor.send("POST", "/chat_history", added("c", "Why?")).status, 201)

    def test_a_full_history_says_so_and_lets_the_chat_go_on(self):
        with self.serve("--history-megabytes", "1", "--history-turn-bytes", "200000") as serve:
            visitor = Visitor(serve)
            statuses = [
                visitor.send("POST", "/chat_history", added(f"c{n}", "x" * 60_000)).status for n in range(30)
            ]
            self.assertEqual(statuses[0], 201)
            self.assertEqual(statuses[-1], 503)
            self.assertIn("the disk is full", serve.log)
            self.assertIn("27 days", serve.ask("How many days of annual leave?")["output_text"])
            self.assertEqual(visitor.send("DELETE", "/history/conversations").status, 204)
            self.assertEqual(visitor.send("POST", "/chat_history", added("c", "Why?")).status, 201)


class Feedback(History):
    def give(self, visitor, **fields):
        return visitor.send("POST", "/feedback", fields).status

    def test_is_listed_with_what_it_is_about(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            _, run_id = visitor.ask("How many days of annual leave?")
            self.assertEqual(self.give(visitor, run_id=run_id, rating="up"), 201)
            comment = "wrong \x1b[31mpage"
            opinion = {"rating": "down", "category": "sources", "comment": comment}
            self.assertEqual(self.give(visitor, run_id=run_id, **opinion), 201)
            self.assertEqual(self.give(Visitor(serve), run_id=run_id, rating="up"), 201)
            lines = [json.loads(line) for line in self.feedback("--json").stdout.splitlines()]
        theirs, mine = lines
        self.assertEqual((mine["rating"], mine["category"], mine["comment"]), ("down", "sources", comment))
        self.assertEqual(mine["question"], "How many days of annual leave?")
        self.assertIn("27 days", mine["answer"])
        self.assertEqual((theirs["run_id"], theirs["question"]), (run_id, ""))
        text = self.feedback().stdout
        self.assertIn("question: How many days of annual leave?", text)
        self.assertNotIn("\x1b", text)
        self.assertEqual(self.feedback("--since", "2999-01-01").stdout, "No feedback.\n")

    def test_refuses_what_is_no_feedback(self):
        with self.serve() as serve:
            visitor = Visitor(serve)
            self.assertEqual(self.give(visitor, rating="up"), 400)
            self.assertEqual(self.give(visitor, run_id="r", rating="perhaps"), 400)
            self.assertEqual(self.give(visitor, run_id="r", rating="up", comment="x" * 5000), 413)

    def test_is_taken_without_a_history(self):
        with Serve(self.data, "--feedback") as serve:
            visitor = Visitor(serve)
            _, run_id = visitor.ask("How many days of annual leave?")
            self.assertEqual(self.give(visitor, run_id=run_id, rating="up"), 201)
            self.assertEqual(visitor.get("/chat_history/sessions"), 404)
        (line,) = self.feedback("--json").stdout.splitlines()
        self.assertEqual(json.loads(line)["question"], "")

    def test_the_command_says_what_is_wrong(self):
        nothing = self.feedback()
        self.assertEqual(nothing.returncode, 3)
        self.assertIn("parley serve --feedback", nothing.stderr)
        self.assertFalse((self.data / "history.db").exists(), "looking makes no file")
        self.assertEqual(self.feedback("--since", "yesterday").returncode, 2)
        self.assertEqual(self.feedback("extra").returncode, 2)


if __name__ == "__main__":
    unittest.main()
