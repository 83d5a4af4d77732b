"""Conversations and reviews as events of Client Level Data, the national return: nothing is invented.

No machine-readable specification is published (domain facts, 2): headings are those of release 1, as
councils hold them; the rules are the Department's own data-quality queries; codes are spelt as in the
release that the config names. What no list confirms comes from the config, or is left blank and told.
"""
