"""What came of it all, in figures (C-40 to C-52): pure functions over rows of codes, days and numbers.

No row holds what was written about a person, so that measures outlive the texts.
"""
