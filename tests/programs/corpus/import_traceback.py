from shapes.square import fails
def call(): fails()
call()
