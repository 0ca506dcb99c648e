for source in ("import no_such_module", "import shapes.no_such", "import os.no.such", "from shapes import nope", "from shapes.nope import x",
               "from shapes.square import area, nothing", "import shapes.square.area", "from no.such import thing"):
    try:
        exec(source)
    except ImportError as error:
        print(source, "|", type(error).__name__, str(error).split(" (/")[0], error.name, error.path is not None)
