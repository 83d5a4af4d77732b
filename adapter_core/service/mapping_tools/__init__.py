"""Tools for those who write a mapping: scan, infer, check, explain, diff, schema."""
