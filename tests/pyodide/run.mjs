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

process.exitCode = 1; // until the program has one of its own

const python = await loadPyodide({
  env: {
    ...fromEnvironment(["CI", "COLUMNS", "CUTS", "HYPOTHESIS_PROFILE", "NO_COLOR", "PY_COLORS"]),
    HOME: "/home/pyodide",
    PYTHONDONTWRITEBYTECODE: "1",
    STILLFRAME_ROOT: root,
  },
});
python.FS.mkdirTree(root);
python.mountNodeFS(root, root);

// signal.setitimer, which Pyodide lacks: a thread of Node's keeps the time, and writes the signal's
// number where Pyodide looks for one between two instructions. The two talk through memory alone,
// because the main thread serves no messages while Python runs.
const SIGALRM = 14;
const [ORDER, ACKNOWLEDGED, MILLISECONDS] = [0, 1, 2];
const signals = new Uint8Array(new SharedArrayBuffer(1));
const orders = new Int32Array(new SharedArrayBuffer(12));
const clock = new Worker(
  `const { workerData: { signals, orders } } = require("node:worker_threads");
   let left = Infinity;
   for (let order = 0; ; ) {
     const outcome = Atomics.wait(orders, ${ORDER}, order, left);
     left = Infinity;
     if (outcome === "timed-out") { signals[0] = ${SIGALRM}; continue; }
     order = Atomics.load(orders, ${ORDER});
     if (orders[${MILLISECONDS}] > 0) left = orders[${MILLISECONDS}];
     Atomics.store(orders, ${ACKNOWLEDGED}, order);
     Atomics.notify(orders, ${ACKNOWLEDGED});
   }`,
  { eval: true, workerData: { signals, orders } },
);

// Set the timer, or stop it with 0; false if the clock doesn't answer.
function setClock(seconds) {
  const acknowledged = Atomics.load(orders, ACKNOWLEDGED);
  orders[MILLISECONDS] = Math.ceil(1000 * seconds);
  const order = Atomics.add(orders, ORDER, 1) + 1;
  Atomics.notify(orders, ORDER);
  const patience = Date.now() + 5000;
  for (let seen = acknowledged; seen !== order; seen = Atomics.load(orders, ACKNOWLEDGED)) {
    if (Date.now() > patience) return false;
    Atomics.wait(orders, ACKNOWLEDGED, seen, 100);
  }
  return true;
}

await new Promise((resolve) => clock.once("online", resolve));
clock.unref();
python.setInterruptBuffer(signals);
python.registerJsModule("stillframe_clock", { set: setClock });

const cwd = relative(root, process.cwd());
python.FS.chdir(cwd.startsWith("..") ? root : join(root, cwd));

python.globals.set("command", python.toPy(process.argv.slice(2)));
python.globals.set("boot_path", join(here, "boot.py"));
let status;
try {
  status = python.runPython(`
import runpy
runpy.run_path(boot_path)["main"](list(command))
`);
} catch (error) {
  if (!Number.isInteger(error.status)) throw error;
  status = error.status; // os._exit()
}
process.exit(status);
