"""A Chat Completions server that does what a test tells it to, and remembers what it saw."""

import contextlib
import json
import socket
import threading


def chunk(**fields):
    choice = {"index": 0, "delta": fields.get("delta", {}), "finish_reason": fields.get("finish_reason")}
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def words(*texts):
    return [chunk(delta={"content": text}) for text in texts]


DONE = [chunk(finish_reason="stop"), b"data: [DONE]\n\n"]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def framed(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class ScriptedModel(contextlib.AbstractContextManager):
    """`script(connection)` is called for every request with an object to write the answer to.

    With an ssl.SSLContext it speaks TLS; who ends the handshake has asked nothing."""

    def __init__(self, script, tls=None):
        self.script = script
        self.tls = tls
        self.requests = []
        self.closed_by_client = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/v1"
        threading.Thread(target=self._accept, daemon=True).start()

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError):
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                self._answer_all(connection)

    def _answer_all(self, connection):
        reader = connection.makefile("rb")
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = reader.readline()
                if not line:
                    return
                head += line
            fields = dict(l.split(": ", 1) for l in head.decode().split("\r\n")[1:] if ": " in l)
            fields = {name.lower(): value for name, value in fields.items()}
            body = reader.read(int(fields.get("content-length", 0)))
            is_json = fields.get("content-type") == "application/json"
            body = json.loads(body) if is_json else body.decode()
            self.requests.append({"head": head.decode(), "fields": fields, "body": body})
            self.script(Answer(self, connection))


class Answer:
    def __init__(self, model, connection):
        self.model = model
        self.connection = connection

    def begin(self):
        self.connection.sendall(HEAD)

    def send(self, *events):
        for event in events:
            self.connection.sendall(framed(event))

    def end(self):
        self.connection.sendall(b"0\r\n\r\n")

    def whole(self, *events):
        self.begin()
        self.send(*events)
        self.end()

    def refuse(self, status, reason, headers="", body=b'{"error":{"message":"no","type":"t","code":"c"}}'):
        self.reply(body, status, reason, headers)

    def reply(self, body, status=200, reason="OK", headers=""):
        """JSON in one piece."""
        self.connection.sendall(
            f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\n{headers}"
            f"Content-Length: {len(body)}\r\n\r\n".encode() + body
        )

    def wait_for_close(self, seconds=60):
        """Returns when the client has closed its side."""
        self.connection.settimeout(seconds)
        if self.connection.recv(1) == b"":
            self.model.closed_by_client.set()
