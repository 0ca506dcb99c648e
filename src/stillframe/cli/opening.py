"""A page that was written, in the browser: from its file, or served on loopback."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from stillframe.cli.progress import terminal


def wrote(path: str, full: str, what: str) -> None:
    """Say it, on standard error."""
    size = os.path.getsize(full)
    print(f"stillframe: {what} in {path} ({size:,} bytes)", file=sys.__stderr__)


def open_file(file: str) -> None:
    """Open it in a browser with a window, if there is one and somebody who would see it."""
    if _is_seen():
        import webbrowser

        webbrowser.open(Path(file).absolute().as_uri())


def _is_seen() -> bool:
    if terminal() is None:
        return False
    windows = sys.platform in ("win32", "darwin", "cygwin")
    return windows or any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def serve(page: str, opens: bool) -> None:
    """Serve the page on loopback until Ctrl-C. Nobody else's computer can reach it."""
    import webbrowser
    from http import HTTPStatus
    from http.server import BaseHTTPRequestHandler, HTTPServer

    data = page.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # Another site's script, its name pointed at this machine, is not to read the source.
            host = (self.headers.get("Host") or "").partition(":")[0]
            found = self.path.partition("?")[0] == "/" and host in ("127.0.0.1", "localhost")
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data) if found else 0))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if found:
                self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"stillframe: the run is at {address} until Ctrl-C", file=sys.__stderr__, flush=True)
        if opens and _is_seen():
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print(file=sys.__stderr__)


__all__ = ["open_file", "serve", "wrote"]
