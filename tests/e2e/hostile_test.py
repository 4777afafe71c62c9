"""What the network does to a server: bounded, answered with a clear error, and nobody else is disturbed."""

import json
import os
import resource
import socket
import time
import unittest

from parley_process import PATIENCE_S, Serve, StoreTest, chat_body, wait_until


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
        for path in (
            "/content/../../secret.txt",
            "/content/..%2f..%2fsecret.txt",
            "/content/%2e%2e/%2e%2e/secret.txt",
            "/content//etc/passwd",
            "/content/..%5c..%5csecret.txt",
            "/content/%00",
            "/content/parley.db",
            "/content/../parley.db",
            "/content/%252e%252e/secret.txt",
            "/content/" + "a/" * 500,
            "/assets/../../../etc/passwd",
            "/assets/%2e%2e/%2e%2e/etc/passwd",
            "/content/leave.md/../../x",
        ):
            raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            answer = self.talk(raw)
            self.assertRegex(answer.split(b"\r\n")[0].decode(), r"^HTTP/1\.1 4(00|04|14) ", path)
            self.assertNotIn(b"not for you", answer)
            self.assertNotIn(b"root:", answer)
        self.assert_others_are_served()

    def test_oversized_and_malformed_requests_get_the_right_status(self):
        json_head = b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        for raw, statuses in (
            (json_head + b"Content-Length: 99999999999\r\n\r\n", (413,)),
            (json_head + b"Content-Length: 2000000\r\n\r\n" + b"x" * 2000000, (413,)),
            (json_head + b"Transfer-Encoding: chunked\r\n\r\n" + b"80000\r\n" + b"x" * 0x200000, (413, 400)),
            (json_head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", (400,)),
            (json_head + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", (400,)),
            (json_head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", (400,)),
            (json_head + b"Content-Length: -1\r\n\r\n", (400,)),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100000 + b"\r\n\r\n", (431,)),
            (b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", (414, 431)),
            (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", (400, 505)),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,)),
            (b"GET / HTTP/1.1\r\nBad Header\r\n\r\n", (400,)),
        ):
            answer = self.talk(raw)
            status = int(answer.split(b" ")[1])
            self.assertIn(status, statuses, raw[:80])
            head, body = answer.split(b"\r\n\r\n", 1)
            self.assertTrue(json.loads(body)["error"], head)
        self.assert_others_are_served()

    def test_a_reader_that_trickles_its_request_is_cut_and_others_are_served(self):
        slow = [self.connect() for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        end = time.monotonic() + PATIENCE_S
        still_open = list(slow)
        while still_open and time.monotonic() < end:
            self.assert_others_are_served()
            for connection in list(still_open):
                try:
                    connection.sendall(b"X: y\r\n")  # a byte now and then does not buy more time
                    connection.setblocking(False)
                    said = connection.recv(4096)
                    self.assertIn(said.split(b" ")[1] if said else b"408", (b"408",))
                    still_open.remove(connection)
                except BlockingIOError:
                    connection.setblocking(True)
                except OSError:
                    still_open.remove(connection)
            time.sleep(0.1)
        self.assertEqual(still_open, [])

    def test_ten_thousand_idle_connections_are_held_and_others_are_served(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20000), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        idle = []
        try:
            for _ in range(10_000):
                idle.append(socket.create_connection(("127.0.0.1", self.serve.port), PATIENCE_S))
        finally:
            try:
                self.assertEqual(len(idle), 10_000)
                began = time.monotonic()
                self.assert_others_are_served()
                self.assertIn("27 days", self.serve.ask("How many days of annual leave?")["output_text"])
                with open(f"/proc/{self.serve.process.pid}/status") as status:
                    memory = next(line for line in status if line.startswith("VmRSS"))
                print(
                    f"10,000 idle connections: {memory.strip()}, answered in {time.monotonic() - began:.2f} s"
                )
            finally:
                for connection in idle:
                    connection.close()


if __name__ == "__main__":
    unittest.main()
