"""A proxy that opens TLS with certificates of its own, as those of companies do, on loopback."""

import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import trustme


@dataclass
class Proxy:
    """A proxy between the program under test and a simulated registry."""

    authority: Path
    """The file of the private authority that signs for every host."""
    context: ssl.SSLContext
    pages: Mapping[str, bytes]
    """The responses of the registry, by path."""
    address: str = ""
    served: list[str] = field(default_factory=list[str])
    """The paths that were asked for and given."""
    refused: list[str] = field(default_factory=list[str])
    """The hosts whose certificate the other side would not trust."""


class _Handler(BaseHTTPRequestHandler):
    """Answers CONNECT as the host that was asked for, then GET and HEAD from the pages."""

    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def do_CONNECT(self) -> None:
        """Pretend to be the host."""
        self.send_response(200)
        self.end_headers()
        try:
            self.connection = self.proxy.context.wrap_socket(self.connection, server_side=True)
        except OSError:  # the other side hung up on the certificate
            self.proxy.refused.append(self.path)
            self.close_connection = True
            return
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        """Give the page of a path, if there is one."""
        page = self.proxy.pages.get(self.path)
        if page is not None:
            self.proxy.served.append(self.path)
        body = page or b""
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Give the head of a page."""
        self.do_GET()

    def finish(self) -> None:
        """Close what CONNECT opened."""
        super().finish()
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is given
        """Say nothing."""


@contextmanager
def open_proxy(
    folder: Path, hosts: tuple[str, ...], pages: Mapping[str, bytes]
) -> Generator[Proxy, None, None]:
    """Run a proxy that plays the hosts, its authority in a file of the folder."""
    authority = trustme.CA(organization_name="A company with a proxy")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*hosts).configure_cert(context)
    proxy = Proxy(folder / "authority.pem", context, pages)
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        proxy.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield proxy
        server.shutdown()
        thread.join()
