"""A mail server for the tests: asks for STARTTLS and a sign-in, and writes every message that it takes to a folder.

Arguments: folder, certificate, key, user, password. The port is the first line that it prints; it ends with its input.
Recipients decide what happens: unknown@ 550 5.1.1, full@ 552 5.2.2, later@ 451 4.7.1, gone@ 550 without enhanced code,
lost@ takes the message and then breaks the connection instead of answering (the first time only).
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, certificate, key, user, password = sys.argv[1:6]
refusals = {
    "unknown": "550 5.1.1 no such mailbox",
    "full": "552 5.2.2 mailbox full",
    "later": "451 4.7.1 come back later",
    "gone": "550 not here",
}


class Mailroom:
    taken = 0
    lost = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("forged"):
            return "550 5.7.1 not your address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = refusals.get(address.split("@")[0])
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Mailroom.taken += 1
        name = os.path.join(folder, f"{Mailroom.taken:04}.eml")
        with open(name + ".part", "wb") as file:
            file.write(envelope.content)
        os.rename(name + ".part", name)
        recipient = envelope.rcpt_tos[0]
        if recipient.startswith("lost") and recipient not in Mailroom.lost:
            Mailroom.lost.add(recipient)
            server.transport.abort()
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=known, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Mailroom(), hostname="mail.test", tls_context=context, require_starttls=True, authenticator=sign_in, auth_required=True),
        "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
