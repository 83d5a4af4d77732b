"""Running the worked examples of rules through a source's own shape: written out, read back, assessed.

A rule that is right about a `Person` is worth nothing where the reader makes another person of the same
facts. Whoever writes a backend says in a `Shape` what its files can hold; every example that they can
hold is then written into one set of files, read by the backend, and has to come out as the rule says.
What they cannot hold is declared and counted, example by example: nothing is left out in silence.
"""

from __future__ import annotations

from adapter_core.testing.shapes.probing import FIRST_REF, held, probe, probes
from adapter_core.testing.shapes.running import Left, Ran, ShapeRun, run_shape
from adapter_core.testing.shapes.sayable import cannot_say
from adapter_core.testing.shapes.shape import PAGE, Shape

__all__ = [
    "FIRST_REF",
    "PAGE",
    "Left",
    "Ran",
    "Shape",
    "ShapeRun",
    "cannot_say",
    "held",
    "probe",
    "probes",
    "run_shape",
]
