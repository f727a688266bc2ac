"""A backend that does as its arguments say: what a command is, without a payment."""

import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Answers(BaseHTTPRequestHandler):
    """Tells what it was given; each process is another one."""

    def do_GET(self) -> None:
        found = {
            "/pid": str(os.getpid()),
            "/env": os.environ.get("TOLD", ""),
            "/file": Path(".env").read_text(encoding="utf-8") if Path(".env").exists() else "",
            "/crash": "",
        }.get(self.path)
        if self.path == "/crash":
            print("I fall over", flush=True)
            os._exit(7)
        body = (found or "").encode()
        self.send_response(200 if found is not None else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form: str, *given: object) -> None:
        print("asked:", form % given, flush=True)


def main() -> None:
    words = sys.argv[1:]
    if "exit" in words:
        sys.exit("the database is not there")
    if "stubborn" in words:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "child" in words:
        child = [sys.executable, "-c", "import signal; signal.pause()"]
        print("child", subprocess.Popen(child, start_new_session=True).pid, flush=True)
    if "deaf" in words:
        print("I am thinking", flush=True)
        threading.Event().wait()
    server = HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Answers)
    print("pid", os.getpid(), flush=True)
    print("open for business", flush=True)
    server.serve_forever()


main()
