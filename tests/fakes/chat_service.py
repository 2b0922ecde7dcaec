"""A local service that speaks chat completions, and answers as it is told."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any], BaseHTTPRequestHandler], None]


class Service:
    """A local service; `answers` are used up one a request, the last again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked, self.headers = list(answers), [], []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append({"path": self.path, **body})
                service.headers.append(dict(self.headers))
                answer = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
                answer(body, self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"


def raw(status: int, content: bytes, **headers: str) -> Answer:
    def answer(_: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def says(text: object, reason: str = "stop", **more: object) -> Answer:
    choice = {"message": {"role": "assistant", "content": text, **more}, "finish_reason": reason}
    return raw(200, json.dumps({"choices": [choice]}).encode())
