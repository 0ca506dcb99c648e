def f(x):
    y = [x]
    raise ValueError
import traceback
try:
    f(5)
except ValueError as error:
    frame = error.__traceback__.tb_next.tb_frame
    print(frame.f_locals, frame.f_back.f_code.co_name if frame.f_back else None, frame.f_lineno)
    traceback.clear_frames(error.__traceback__)
    print(frame.f_locals)
try:
    f(6)
except ValueError as error:
    print("".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()).count("y = [6]"))
