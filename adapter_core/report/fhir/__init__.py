"""Signposts as FHIR R4, mapped by hand: ServiceRequest, Task, and what is public of whom they point to.

Nothing that anybody wrote about a person is in it, and no name: `docs/reference/signposts_fhir.md` says
element by element where each comes from. No conformance to any profile is claimed.
"""
