// Run Python 3.14 (Pyodide, in Node) on this repository.
//
//     node tests/pyodide/run.mjs pytest tests/unit        pytest and its arguments
//     node tests/pyodide/run.mjs python -m stillframe ... as `python` would: -m MODULE, -c CODE, FILE
//
// The repository is mounted where it lies, so what is written into it stays, and paths in
// tracebacks are true. `run.sh` beside this file installs what is needed first and is the
// usual way in. The exit status is the program's.

import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { loadPyodide } from "pyodide";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

function fromEnvironment(names) {
  return Object.fromEntries(names.filter((n) => n in process.env).map((n) => [n, process.env[n]]));
}

const python = await loadPyodide({
  env: {
    ...fromEnvironment(["CI", "COLUMNS", "HYPOTHESIS_PROFILE", "NO_COLOR", "PY_COLORS"]),
    HOME: "/home/pyodide",
    PYTHONDONTWRITEBYTECODE: "1",
    STILLFRAME_ROOT: root,
  },
});
python.FS.mkdirTree(root);
python.mountNodeFS(root, root);

// signal.setitimer, which Pyodide lacks: a thread of Node's keeps the time, and writes the signal's
// number where Pyodide looks for one between two instructions.
const SIGALRM = 14;
const signals = new Uint8Array(new SharedArrayBuffer(1));
const clock = new Worker(
  `const { parentPort, workerData } = require("node:worker_threads");
   let timer;
   parentPort.on("message", (seconds) => {
     clearTimeout(timer);
     if (seconds > 0) timer = setTimeout(() => { workerData[0] = ${SIGALRM}; }, 1000 * seconds);
   });`,
  { eval: true, workerData: signals },
);
clock.unref();
python.setInterruptBuffer(signals);
python.registerJsModule("stillframe_clock", { set: (seconds) => clock.postMessage(seconds) });

const cwd = relative(root, process.cwd());
python.FS.chdir(cwd.startsWith("..") ? root : join(root, cwd));

python.globals.set("command", python.toPy(process.argv.slice(2)));
python.globals.set("boot_path", join(here, "boot.py"));
const status = python.runPython(`
import runpy
runpy.run_path(boot_path)["main"](list(command))
`);
process.exit(status);
