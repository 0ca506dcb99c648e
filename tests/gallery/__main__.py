"""``python -m gallery`` makes the live pages, ``python -m gallery pictures`` the pictures."""

import sys

if sys.argv[1:] == ["pictures"]:
    from gallery import pictures

    pictures.main()
else:
    from gallery import live

    live.main()
