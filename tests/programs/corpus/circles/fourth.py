from .third import here
