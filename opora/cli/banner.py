"""What `opora up` prints when it is ready: addresses, demo sign-ins, how to send a mail."""

from __future__ import annotations

from django.conf import settings


def text() -> str:
    """The whole banner."""
    lines = ["", "Opora is up.", f"  Pages   {settings.PUBLIC_URL}/", f"  API     {settings.PUBLIC_URL}/api/v1/docs"]
    lines.append(f"  Mail    smtp://{_reachable(settings.HOST)}:{settings.MAIL_PORT}")
    if settings.DEMO:
        lines += [
            f"  Sent    {settings.DATA / 'caught'} (outgoing mail is caught here, nothing leaves the machine)",
            *_sign_ins(),
        ]
    return "\n".join([*lines, "", *_send_mail(settings.HOST, settings.MAIL_PORT), "", "Ctrl-C stops it.", ""])


def _sign_ins() -> list[str]:
    from opora.cli import demo
    from opora.cli.output import table

    people = demo.sign_ins()
    if not people:
        return []
    rows = [("desk", "who", "e-mail", "password"), *((one.desk, one.role, one.email, one.password) for one in people)]
    return ["", "Sign in:", *(f"  {line}" for line in table(rows).splitlines())]


def _send_mail(host: str, port: int) -> list[str]:
    to = _address()
    words = f"From: Anna <anna@example.com>\\nTo: {to}\\nSubject: Printer\\n\\nIt does not print.\\n"
    return [
        "Send a mail:",
        f"  printf '{words}' | curl -s smtp://{_reachable(host)}:{port} "
        f"--mail-from anna@example.com --mail-rcpt {to} --upload-file -",
        f"  python3 -c \"import smtplib; smtplib.SMTP('{_reachable(host)}', {port}).sendmail("
        f"'anna@example.com', '{to}', '{words}')\"",
    ]


def _address() -> str:
    """A mailbox that works: of the demonstration, else one to be thought of."""
    if settings.DEMO:
        from opora.cli import demo

        if addresses := demo.mailboxes():
            return addresses[0]
    return f"support@{settings.MAIL_DOMAIN}"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
