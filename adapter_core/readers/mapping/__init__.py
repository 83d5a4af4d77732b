"""Mapping files: which column of a source is which canonical field, compiled into a reader.

    loaded = load_mapping("mosaic/reporting", base=folder, folders=context.mapping_folders)
    reader = compile_mapping(loaded, as_of=day, settings={"carer_group": ["CARER"]})
    batch = reader.read(rows, children)

A mapping is data: no expression in it is ever run. It is checked whole before a row is read.
"""

from __future__ import annotations

from adapter_core.readers.mapping.loading import LoadedMapping, load_mapping
from adapter_core.readers.mapping.model import MappingFile
from adapter_core.readers.mapping.reader import Batch, Reader, compile_mapping
from adapter_core.readers.mapping.transforms import TRANSFORMS

__all__ = [
    "TRANSFORMS",
    "Batch",
    "LoadedMapping",
    "MappingFile",
    "Reader",
    "compile_mapping",
    "load_mapping",
]
