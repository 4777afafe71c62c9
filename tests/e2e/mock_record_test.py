"""`parley mock --record`: what a real model says becomes fixtures that say the same again."""

import contextlib
import http.client
import json
import resource
import signal
import unittest

from certificates import Authority
from mock_test import MockCase
from parley_process import PATIENCE_S, run, wait_until
from scripted_model import DONE, ScriptedModel, words

KEY = "sk-live-0123456789abcdefghij"
HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
HOST = """version: 1
fixtures:
  - name: greeting
    when: {last_user: hello}
    reply: {text: "Good day, it's \\"you\\" – é.", chunking: {by: words}}
  - {name: counting, when: {last_user: count}, then: cycle, replies: [one, two, three]}
  - {name: limited, when: {last_user: limited}, reply: {status: 429, retry_after_ms: 250}}
  - name: broken
    when: {last_user: broken}
    reply: {text: one two three four, fault: {kind: reset, after_events: 3}}
  - {name: tool, when: {last_user: weather}, reply: {tool_calls: [{name: look, arguments: {at: "Tromsø"}}]}}
  - {name: odd, when: {last_user: odd}, reply: {text: one two, fault: {kind: invalid_utf8, after_events: 1}}}
  - {name: vectors, when: {endpoint: embeddings}, reply: {}}
  - name: slow
    when: {last_user: slow}
    reply: {text: one two three, chunking: {by: words}, pauses: [{name: half, after: one}]}
"""


def chat(text, **more):
    return "/v1/chat/completions", {"model": "m", "messages": [{"role": "user", "content": text}], **more}


QUESTIONS = [
    chat("hello"),
    chat("hello", stream=True),
    chat("hello", stream=True, stream_options={"include_usage": True}),
    ("/v1/responses", {"model": "m", "input": "hello"}),
    ("/v1/responses", {"model": "m", "input": "hello", "stream": True}),
    chat("weather", stream=True),
    chat("limited"),
    chat("odd", stream=True),
    ("/v1/embeddings", {"model": "text-embedding-3-small", "input": ["a", "b"], "dimensions": 8}),
    ("/openai/v1/chat/completions", chat("hello", stream=True, temperature=0)[1]),
    *[chat("count")] * 3,
]


class RecordTest(MockCase):
    def setUp(self):
        super().setUp()
        self.recordings = self.folder / "recordings"
        self.fixtures = self.folder / "host.yaml"
        self.fixtures.write_text(HOST)

    def start_host(self):
        return self.start(self.fixtures)

    def start_recorder(self, host, *arguments, **variables):
        base = host if isinstance(host, str) else f"http://127.0.0.1:{host.port}"
        return self.start("--record", base, "--recordings", self.recordings, *arguments, **variables)

    def start_proxy(self, host):
        base = f"http://127.0.0.1:{host.port}"
        folder = {"PARLEY_MOCK_RECORDINGS": str(self.recordings)}
        return self.start("--record", base, "--record-mode", "proxy", **folder)

    def ask(self, mock, path, body, headers=None):
        """Status, some headers and the bytes, as far as they come."""
        connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=PATIENCE_S)
        with contextlib.closing(connection):
            kind = {"Content-Type": "application/json"} if body else {}
            sent = {"Authorization": f"Bearer {KEY}"} | kind | (headers or {})
            connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, sent)
            try:
                answer = connection.getresponse()
                kept = {n: answer.getheader(n) for n in ("content-type", "retry-after", "retry-after-ms")}
            except (ConnectionError, http.client.HTTPException):
                return "nothing"
            try:
                return answer.status, kept, answer.read(), "whole"
            except (http.client.IncompleteRead, ConnectionError) as cut:
                return answer.status, kept, getattr(cut, "partial", b""), "cut"

    def text_of_recordings(self):
        return "".join(path.read_text() for path in self.recordings.rglob("*") if path.is_file())

    def test_replays_byte_for_byte_what_it_recorded(self):
        host = self.start_host()
        recorder = self.start_recorder(host, "--strict")
        recorded = [self.ask(recorder, *question) for question in QUESTIONS]
        models = self.ask(recorder, "/v1/models", None)
        self.assertEqual(recorder.stop(), 0, recorder.said)
        self.assertEqual([r[0] for r in recorded], [200] * 6 + [429] + [200] * 6)
        self.assertEqual(len({r[2] for r in recorded[-3:]}), 3)
        host.stop()

        replay = self.start(self.recordings, "--strict", "--require-all", "--speed", "0")
        for question, answer in zip(QUESTIONS, recorded):
            self.assertEqual(self.ask(replay, *question), answer, question)
        self.assertEqual(self.ask(replay, "/v1/models", None), models)
        self.assertEqual(replay.stop(), 0, replay.said)

    def test_a_fourth_request_of_three_that_were_recorded_fails_the_replay(self):
        recorder = self.start_recorder(self.start_host())
        for _ in range(3):
            self.ask(recorder, *chat("count"))
        recorder.stop()
        replay = self.start(self.recordings, "--strict")
        texts = [replay.text("count") for _ in range(3)]
        self.assertEqual(texts, ["one", "two", "three"])
        self.assertEqual(json.loads(replay.chat("count").text)["error"]["code"], "mock_used_up")
        self.assertEqual(replay.stop(), 1)

    def test_an_answer_that_broke_off_is_recorded_as_such(self):
        recorder = self.start_recorder(self.start_host())
        broken = self.ask(recorder, *chat("broken", stream=True))
        self.assertEqual((broken[0], broken[3], broken[2].count(b"data: ")), (200, "cut", 3))
        recorder.stop()
        replay = self.start(self.recordings)
        self.assertEqual(self.ask(replay, *chat("broken", stream=True)), broken)

    def open_stream(self, mock, text):
        connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=PATIENCE_S)
        self.addCleanup(connection.close)
        path, body = chat(text, stream=True)
        connection.request("POST", path, json.dumps(body), HEADERS)
        return connection, connection.getresponse()

    def read_until(self, answer, wanted):
        got = b""
        while wanted not in got:
            got += answer.read1(4096) or self.fail(f"{wanted} never came: {got}")
        return got

    def test_bytes_are_passed_on_as_they_arrive_and_their_times_are_kept(self):
        host = self.start_host()
        recorder = self.start_recorder(host)
        connection, answer = self.open_stream(recorder, "slow")
        first = self.read_until(answer, b"one")
        self.assertNotIn(b"two", first)
        wait_until(lambda: host.control("GET", "pauses")[1]["waiting"], "the pause of the host")
        self.assertEqual(list(self.recordings.iterdir()), [])
        host.control("POST", "pauses", {"release": "half"})
        self.assertIn(b"three", self.read_until(answer, b"[DONE]"))
        recorder.stop()
        told = self.text_of_recordings()
        times = [float(n) for n in told.split("recorded_ms: [")[1].split("]")[0].split(", ")]
        self.assertEqual(times, sorted(times))
        self.assertGreater(times[-1], times[0])

    def test_a_client_that_leaves_ends_the_request_and_keeps_what_came(self):
        host = self.start_host()
        recorder = self.start_recorder(host)
        connection, answer = self.open_stream(recorder, "slow")
        came = self.read_until(answer, b"one")
        connection.close()
        answer.close()
        wait_until(lambda: not host.control("GET", "pauses")[1]["waiting"], "the host to hear of it")
        recorder.stop()
        self.assertIn("# The client left here", self.text_of_recordings())
        replay = self.start(self.recordings)
        self.assertEqual(self.ask(replay, *chat("slow", stream=True))[2:], (came, "cut"))

    def test_a_recorder_that_is_killed_loses_only_the_answer_under_way(self):
        host = self.start_host()
        recorder = self.start_recorder(host)
        whole = self.ask(recorder, *chat("hello"))
        wait_until(lambda: any(self.recordings.glob("*.yaml")), "the first recording")
        _, answer = self.open_stream(recorder, "slow")
        self.read_until(answer, b"one")
        recorder.stop(signal.SIGKILL)
        self.assertEqual(len(list(self.recordings.iterdir())), 1)
        replay = self.start(self.recordings, "--strict")
        self.assertEqual(self.ask(replay, *chat("hello")), whole)
        self.assertEqual(replay.stop(), 0)

    def test_no_key_reaches_the_disk(self):
        def leak(connection):
            asked = connection.model.requests[-1]
            if asked["body"].get("stream"):
                connection.whole(*words("Your key is ", KEY[:9], KEY[9:], " there"), *DONE)
            else:
                headers = "Set-Cookie: session=cookie-of-the-host\r\nopenai-organization: acme\r\n"
                headers += f"x-echo: {KEY}\r\n"
                connection.reply(f'{{"error":"{KEY} is wrong"}}'.encode(), headers=headers)

        with ScriptedModel(leak) as host:
            recorder = self.start_recorder(host.url)
            path, body = chat(f"my key is {KEY}")
            whole = self.ask(
                recorder, path + "?api-key=key-in-the-query", body, {"Cookie": "a=cookie-of-mine"}
            )
            self.assertIn(KEY.encode(), whole[2])
            self.assertEqual(host.requests[0]["fields"]["authorization"], f"Bearer {KEY}")
            self.assertEqual(host.requests[0]["fields"]["accept-encoding"], "identity")
            streamed = self.ask(recorder, *chat("stream it", stream=True))
            self.assertIn(KEY[9:].encode(), streamed[2])
            self.assertEqual(recorder.stop(), 0)
        told = self.text_of_recordings()
        self.assertIn('{"error":"*** is wrong"}', told)
        for part in (KEY, KEY[9:], "cookie-of", "acme", "key-in-the-query"):
            self.assertNotIn(part, told)
            self.assertNotIn(part, recorder.said)
        # In two parts it cannot be taken out, so that answer is not saved, and the run says so.
        self.assertEqual(len(list(self.recordings.iterdir())), 1)
        self.assertIn(
            "Request 2 was passed on and not recorded: it holds what looks like a key", recorder.said
        )

    def test_what_is_masked_is_nowhere_and_the_replay_answers_whatever_stands_there(self):
        recorder = self.start_recorder(
            self.start_host(), "--mask", "messages.*.content", "--mask", "metadata.*,user", "--strict"
        )
        said = {"metadata": {"team": "team-of-mine"}, "user": "Ann Other"}
        recorded = self.ask(recorder, *chat("weather", stream=True, **said))
        echoed = self.ask(recorder, *chat("hello", **said))
        self.assertEqual(recorder.stop(), 0, recorder.said)
        told = self.text_of_recordings()
        for word in ("weather", "hello", "team-of-mine", "Ann Other"):
            self.assertNotIn(word, told)
        self.assertIn("messages.*.content", told)

        replay = self.start(self.recordings, "--strict", "--speed", "0")
        self.assertEqual(self.ask(replay, *chat("another text", stream=True)), recorded)
        self.assertEqual(self.ask(replay, *chat("and another")), echoed)
        self.assertEqual(self.ask(replay, *chat("too hot", temperature=2))[0], 501)

    def test_what_is_masked_is_taken_out_of_answers_too(self):
        secret = "the story of my life"
        echo = lambda connection: connection.reply(json.dumps({"text": f"You said: {secret}"}).encode())
        with ScriptedModel(echo) as host:
            recorder = self.start_recorder(host.url, "--mask", "messages.*.content")
            self.assertIn(secret.encode(), self.ask(recorder, *chat(secret))[2])
            recorder.stop()
        self.assertIn("You said: ***", self.text_of_recordings())

    def test_a_full_disk_is_told_and_the_client_gets_its_answer(self):
        host = self.start_host()
        recorder = self.start_recorder(host, "--strict")
        never = resource.RLIM_INFINITY
        resource.prlimit(recorder.process.pid, resource.RLIMIT_FSIZE, (200, never))
        answer = self.ask(recorder, *chat("hello", stream=True))
        self.assertTrue(answer[2].endswith(b"data: [DONE]\n\n"))
        resource.prlimit(recorder.process.pid, resource.RLIMIT_FSIZE, (never, never))
        self.assertEqual(recorder.stop(), 1)
        self.assertRegex(recorder.said, "Request 1 was passed on and not recorded: it cannot be written")
        self.assertEqual(list(self.recordings.iterdir()), [])

    def test_on_miss_only_what_is_not_known_is_passed_on(self):
        host = self.start_host()
        arguments = ("--record-mode", "record-on-miss", "--strict")
        mine = self.folder / "mine.yaml"
        mine.write_text("version: 1\nfixtures: [{name: mine, when: {last_user: mine}, reply: My own}]\n")
        recorder = self.start_recorder(host, mine, *arguments)
        self.assertEqual(recorder.text("mine"), "My own")
        self.assertEqual([recorder.text("count") for _ in range(2)], ["one", "two"])
        self.assertEqual(recorder.stop(), 0, recorder.said)
        again = self.start_recorder(host, *arguments)
        self.assertEqual([again.text("count") for _ in range(3)], ["one", "two", "three"])
        receipt = again.control("GET", "verify")[1]
        self.assertEqual((receipt["answered"], receipt["passed_on"]), (2, 1))
        self.assertEqual(again.stop(), 0, again.said)
        host.stop()
        replay = self.start("--record-mode", "replay", "--recordings", self.recordings, "--strict")
        self.assertEqual([replay.text("count") for _ in range(3)], ["one", "two", "three"])

    def test_a_proxy_records_nothing(self):
        recorder = self.start_proxy(self.start_host())
        self.assertIn("Good day", recorder.text("hello"))
        recorder.stop()
        self.assertFalse(self.recordings.exists())

    def test_a_proxy_fails_where_a_fault_is_asked_for(self):
        host = self.start_host()
        recorder = self.start_proxy(host)
        status, kept, _, _ = self.ask(recorder, *chat("hello"), {"X-Mock-Fault": "429@250"})
        self.assertEqual((status, kept["retry-after-ms"]), (429, "250"))
        self.assertEqual(self.ask(recorder, *chat("hello"), {"X-Mock-Fault": "reset@before_head"}), "nothing")
        late = self.ask(recorder, *chat("hello"), {"X-Mock-Fault": "reset@2"})
        self.assertEqual(late[0], 501)
        self.assertIn(b"mock_bad_fault", late[2])
        self.assertEqual(recorder.control("GET", "verify")[0], 409)
        self.assertEqual(host.control("GET", "journal")[1]["requests"], [])

    def test_a_host_that_is_not_there_fails_the_run(self):
        host = self.start_host()
        recorder = self.start_recorder(host, "--strict")
        host.stop()
        answer = self.ask(recorder, *chat("hello"))
        self.assertEqual(answer[0], 502)
        self.assertEqual(json.loads(answer[2])["error"]["code"], "mock_upstream")
        self.assertEqual(recorder.stop(), 1)
        self.assertIn("Request 1 was passed on and not recorded", recorder.said)

    def test_what_fixtures_cannot_say_is_passed_on_and_told(self):
        def answer(connection):
            connection.reply(b"{}")

        with ScriptedModel(answer) as host:
            recorder = self.start_recorder(host.url, "--strict")
            self.assertEqual(self.ask(recorder, "/v1/files/a%20b", None)[2], b"{}")
            self.assertIn("GET /v1/files/a%20b HTTP/1.1", host.requests[0]["head"])
            self.assertEqual(recorder.stop(), 1)
        self.assertIn("fixtures know nothing of GET /v1/files/a b", recorder.said)

    def test_speaks_tls_to_hosts_it_was_told_to_trust(self):
        authority = Authority(self.folder / "ca")
        certificate = authority.certificate("host")
        script = lambda connection: connection.whole(*words("Over ", "TLS"), *DONE)
        with ScriptedModel(script, certificate.context()) as host:
            base = host.url.replace("http://127.0.0.1", "https://localhost")
            stranger = self.start_recorder(base)
            refused = self.ask(stranger, *chat("hello", stream=True))
            self.assertEqual(refused[0], 502)
            self.assertIn(b"is not trusted", refused[2])
            self.assertEqual(host.requests, [])
            friend = self.start_recorder(base, "--ca-file", authority.pem)
            answer = self.ask(friend, *chat("hello", stream=True))
            self.assertIn(b"TLS", answer[2])
            friend.stop()
        replay = self.start(self.recordings)
        self.assertEqual(self.ask(replay, *chat("hello", stream=True))[2], answer[2])

    def test_wrong_usage_is_told_before_anything_starts(self):
        for wrong, told in (
            (["--record", "example.com"], "--record takes the base URL"),
            (["--record", "https://me:word@example.com/v1"], "no password"),
            (["--record-mode", "proxy"], "needs --record URL"),
            (["--record", "http://localhost", "--record-mode", "x"], "takes record, record-on-miss"),
            (["--record", "http://localhost", self.fixtures], "say --record-mode record-on-miss"),
            (["--record", "http://localhost", "--mask", "$.user"], "--mask: `$.user` is no path"),
            (["--mask", "user"], "--mask does nothing here"),
            (["--record-mode", "replay", "--recordings", self.folder / "none"], "nothing to replay"),
        ):
            done = run("mock", "--port", "0", *wrong)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(told, done.stderr)
        done = run(
            "mock", "--port", "0", "--record", "http://localhost", "--recordings", self.fixtures / "below"
        )
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("check --recordings", done.stderr)


if __name__ == "__main__":
    unittest.main()
