"""Signposts: where they stand, who says so, what comes next, and when somebody looks again (G-01 to G-11).

Rules alone: nothing here reads or writes anything.
"""
