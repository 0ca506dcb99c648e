"""An exception thrown into a generator, which it handles; then closed, so its finally runs."""


def worker():
    done = []
    try:
        while True:
            try:
                job = yield len(done)
                done.append(job)
            except ValueError as error:
                print("refused:", error)
    finally:
        print("done:", done)


jobs = worker()
next(jobs)
jobs.send("sweep")
jobs.throw(ValueError("no more paint"))
jobs.send("polish")
jobs.close()
