"""A trace in a terminal: the page's panes and keys. Needs textual, the extra ``tui``."""
