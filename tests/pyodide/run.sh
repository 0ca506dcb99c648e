#!/bin/sh
# Python 3.14 through Pyodide: install what is missing, then hand everything to run.mjs.
#
#     tests/pyodide/run.sh pytest tests/unit
#     tests/pyodide/run.sh python -m stillframe dis examples/hello.py
#
# Without Node or npm it says so and ends with status 0, so that `make test-314` skips.
# PYTHON names the interpreter whose pip fetches the wheels (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
site="$root/build/pyodide/site-packages"

for tool in node npm; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "SKIPPED: Python 3.14 runs here through Pyodide, which needs $tool; it isn't installed." >&2
        exit 0
    fi
done

# A stamp is as new as what it was made from, so a changed list installs again.
if [ ! "$here/node_modules/.stamp" -nt "$here/package.json" ]; then
    (cd "$here" && npm install --silent)
    touch "$here/node_modules/.stamp"
fi
if [ ! "$site/.stamp" -nt "$here/requirements.txt" ]; then
    rm -rf "$site"
    "${PYTHON:-python3}" -m pip install --quiet --disable-pip-version-check --no-compile \
        --target "$site" --python-version 3.14 --implementation py --abi none --platform any \
        --only-binary=:all: -r "$here/requirements.txt"
    touch "$site/.stamp"
fi

# Nothing inside Pyodide can stop a test that hangs, so the whole run has an end (in seconds).
limit=
if command -v timeout >/dev/null 2>&1; then
    limit="timeout -k 5 ${PYODIDE_SECONDS:-1200}"
fi

# Python's recursion is WebAssembly's on Node's stack: give it most of what the shell allows (8 MB).
stack=--stack-size=7000
[ "$(ulimit -s)" = unlimited ] || [ "$(ulimit -s)" -ge 8192 ] || stack=
exec $limit node $stack "$here/run.mjs" "$@"
