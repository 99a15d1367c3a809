"""The entry to the compiled engine: a block of futures over the steps of a piece."""

from outlast.engine.compiled.machine_code import code_folder, machine_code, make_compilable
from outlast.engine.step import resume

make_compilable()

run_piece = machine_code(resume, code_folder())
