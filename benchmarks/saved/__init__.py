"""Programs that `benchmarks.saving` runs, plainly and under `stillframe run`."""
