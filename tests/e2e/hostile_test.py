"""What the network does to a server: bounded, answered with a clear error, and nobody else is disturbed."""

import collections
import contextlib
import json
import os
import resource
import select
import socket
import time
import unittest

from parley_process import PATIENCE_S, Serve, StoreTest, wait_until

TRICKLE_S = 0.25  # between two lines of a slow head: far fewer than the fields that a head may have
IDLE_CONNECTIONS = 10_000
IDLE_CONNECTION_KB_MAX = 16  # generous, sanitizers take memory too; a read buffer for each would be more


def status_of(answer):
    return int(answer.split(b" ")[1])


def lower_descriptor_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))


class Hostile(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()
        # A server started by a shell with the usual limit must still hold what --connections names.
        self.serve = Serve(self.data, preexec_fn=lower_descriptor_limit)
        self.addCleanup(self.serve.stop)

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.serve.port), PATIENCE_S)
        self.addCleanup(connection.close)
        return connection

    def talk(self, raw):
        """Sends bytes as they are and gives everything that comes back until the server closes."""
        connection = self.connect()
        received = b""
        try:
            connection.sendall(raw)
            while more := connection.recv(65536):
                received += more
        except (ConnectionResetError, BrokenPipeError):
            pass
        return received

    def assert_others_are_served(self):
        self.assertEqual(self.serve.get("/healthz").status, 200)
        self.assertIsNone(self.serve.process.poll(), self.serve.log)

    def test_path_tricks_reach_no_file(self):
        (self.folder / "secret.txt").write_text("not for you")
        for path, status in (
            ("/content/../../secret.txt", 400),
            ("/content/..%2f..%2fsecret.txt", 400),
            ("/content/%2e%2e/%2e%2e/secret.txt", 400),
            ("/content//etc/passwd", 404),
            ("/content/..%5c..%5csecret.txt", 404),
            ("/content/%00", 400),
            ("/content/parley.db", 404),
            ("/content/../parley.db", 400),
            ("/content/%252e%252e/secret.txt", 404),
            ("/content/" + "a/" * 500, 404),
            ("/assets/../../../etc/passwd", 400),
            ("/assets/%2e%2e/%2e%2e/etc/passwd", 400),
            ("/content/leave.md/../../x", 400),
        ):
            raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            answer = self.talk(raw)
            self.assertEqual(status_of(answer), status, path)
            self.assertNotIn(b"not for you", answer)
            self.assertNotIn(b"root:", answer)
        self.assert_others_are_served()

    def test_oversized_and_malformed_requests_get_the_right_status(self):
        json_head = b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        for raw, status in (
            (json_head + b"Content-Length: 99999999999\r\n\r\n", 413),
            (json_head + b"Content-Length: 2000000\r\n\r\n" + b"x" * 2000000, 413),
            (json_head + b"Transfer-Encoding: chunked\r\n\r\n" + b"200000\r\n" + b"x" * 0x200000, 413),
            (json_head + b"Transfer-Encoding: chunked\r\n\r\n" + b"80000\r\n" + b"x" * 0x200000, 400),
            (json_head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            (json_head + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
            (json_head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
            (json_head + b"Content-Length: -1\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100000 + b"\r\n\r\n", 431),
            (b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
            (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
            (b"GET / HTTP/1.1\r\nBad Header\r\n\r\n", 400),
        ):
            answer = self.talk(raw)
            self.assertEqual(status_of(answer), status, raw[:80])
            head, body = answer.split(b"\r\n\r\n", 1)
            self.assertTrue(json.loads(body)["error"], head)
        self.assert_others_are_served()

    def test_a_reader_that_trickles_its_request_is_cut_and_others_are_served(self):
        slow = [self.connect() for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        end = time.monotonic() + PATIENCE_S
        still_open, answers = set(slow), collections.Counter()
        while still_open and time.monotonic() < end:
            self.assert_others_are_served()
            answered, _, _ = select.select(still_open, [], [], TRICKLE_S)
            for connection in answered:
                answers[status_of(connection.recv(4096))] += 1
            still_open -= set(answered)
            for connection in still_open:
                with contextlib.suppress(ConnectionError):  # its answer is read in the next round
                    connection.sendall(b"X: y\r\n")  # a line now and then does not buy more time
        self.assertEqual(answers, {408: len(slow)})

    def test_ten_thousand_idle_connections_are_held_and_others_are_served(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20000), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.assert_others_are_served()
        before_kb = self.serve.memory_kb()
        with contextlib.ExitStack() as idle:
            for _ in range(IDLE_CONNECTIONS):
                address = ("127.0.0.1", self.serve.port)
                idle.enter_context(socket.create_connection(address, PATIENCE_S))
            files = f"/proc/{self.serve.process.pid}/fd"
            wait_until(lambda: len(os.listdir(files)) > IDLE_CONNECTIONS, "all connections accepted")
            began = time.monotonic()
            self.assert_others_are_served()
            self.assertIn("27 days", self.serve.ask("How many days of annual leave?")["output_text"])
            took = time.monotonic() - began
            each_kb = (self.serve.memory_kb() - before_kb) / IDLE_CONNECTIONS
        print(f"{IDLE_CONNECTIONS} idle connections: {each_kb:.1f} KiB each, answered in {took:.2f} s")
        self.assertLess(each_kb, IDLE_CONNECTION_KB_MAX)


if __name__ == "__main__":
    unittest.main()
