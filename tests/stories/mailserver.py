"""A mail server of the tests: SMTP enough for smtplib, with the faults that servers have."""

import socketserver
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it took; `refuses` are addresses, `patience` is how many mails it takes."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = []
        self.connections = 0
        self.refuses = set()
        self.patience = 1_000

    @property
    def addressees(self):
        return sorted(mail["To"] for mail in self.mails)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        self.say("220 tests")
        for line in self.rfile:
            command, _space, rest = line.decode().strip().partition(" ")
            if command.upper() in {"QUIT", "MAIL"} and not self.server.patience:
                return  # hangs up without a word
            match command.upper():
                case "RCPT" if any(address in rest for address in self.server.refuses):
                    self.say("550 nobody of that name")
                case "DATA":
                    self.say("354 go on")
                    self.take()
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take(self):
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.patience -= 1
        self.say("250 taken")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running():
    with Server() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
