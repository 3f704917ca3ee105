"""Mail where no mail server is set: printed as a person reads it, not as it would travel."""

from django.core.mail.backends import console


class PrintedMail(console.EmailBackend):
    def write_message(self, message):
        recipients = ", ".join(message.recipients())
        self.stream.write(f"\nTo: {recipients}\nSubject: {message.subject}\n\n{message.body}")
        self.stream.write(f"{'-' * 79}\n")
