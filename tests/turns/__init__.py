"""Programs to be saved and resumed at every turn of their loop, or at any instruction."""
