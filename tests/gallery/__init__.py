"""The gallery of `docs/gallery.md`: its programs recorded, as live pages and as pictures.

The page itself says which programs there are and which moments are looked at; nothing else does.
"""
