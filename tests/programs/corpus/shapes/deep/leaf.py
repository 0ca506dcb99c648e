from .. import sq
from ..round import circle as renamed
def beyond():
    from .... import x
