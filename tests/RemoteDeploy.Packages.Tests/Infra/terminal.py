"""Runs a program on a terminal of its own: terminal.py SECONDS INTERRUPT_MARK PROGRAM ARGUMENT...

Prints what it wrote. When INTERRUPT_MARK (a file) appears, Ctrl+C is typed; the last line says how many seconds later the program
ended, and with which exit code."""
import fcntl, os, pty, select, signal, struct, sys, termios, time

limit, mark, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
end, interrupted, output = time.monotonic() + limit, None, b""
while time.monotonic() < end:
    if mark and interrupted is None and os.path.exists(mark):
        interrupted = time.monotonic()
        os.write(terminal, b"\x03")
    if select.select([terminal], [], [], 0.02)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        output += piece
else:
    os.kill(pid, signal.SIGKILL)
    output += b"\nterminal.py: the time is over"
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
after = -1 if interrupted is None else time.monotonic() - interrupted
sys.stdout.buffer.write(output + f"\nended {after:.2f} s after Ctrl+C with {status}\n".encode())
