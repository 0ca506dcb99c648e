"""A trace as text for a page: JSON, compressed, in base64."""

import base64
import json
import zlib

from stillframe.watch.trace import Trace


def as_json(trace: Trace) -> str:
    """The trace's JSON-ready form, as short as JSON can be."""
    return json.dumps(trace.data, separators=(",", ":"), ensure_ascii=False)


def pack(trace: Trace) -> str:
    """Base64 of zlib's format, which a browser opens with ``DecompressionStream("deflate")``."""
    return base64.b64encode(zlib.compress(as_json(trace).encode(), 9)).decode("ascii")


def unpack(text: str) -> Trace:
    """The trace that `pack` was given."""
    return Trace(json.loads(zlib.decompress(base64.b64decode(text))))
