"""The orchestrator's health check, beside the worker."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from invoices import worker


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/health":
            self.send_error(404)
            return
        try:
            worker.queue.get_queue_attributes(QueueUrl=worker.QUEUE, AttributeNames=["QueueArn"])
            self.send_response(200)
        except Exception:
            self.send_response(503)
        self.end_headers()

    def log_message(self, *args):
        """The orchestrator asks every second; nobody wants to read that."""


def main():
    threading.Thread(target=worker.run, daemon=True).start()
    ThreadingHTTPServer(("0.0.0.0", 8081), Health).serve_forever()


if __name__ == "__main__":
    main()
