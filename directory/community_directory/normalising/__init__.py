"""What directories write, tidied: each value in one form, and what cannot be read never guessed.

Every function takes the text as it was given and leaves keeping it to the caller or keeps it beside the
value. None raises for any text: what is no telephone number is no telephone number, not an error.
"""

from __future__ import annotations

from community_directory.normalising.ages import ages_in, years
from community_directory.normalising.costs import costs_in
from community_directory.normalising.emails import emails_in, is_email
from community_directory.normalising.hours import Hours, hours_in
from community_directory.normalising.languages import language_codes_in
from community_directory.normalising.mixed import Mixed, taken_apart
from community_directory.normalising.nothing import is_nothing, something
from community_directory.normalising.personal import Personal, personal_reasons
from community_directory.normalising.phones import phone_of, phones_in
from community_directory.normalising.texts import one_line, plain_text, storable
from community_directory.normalising.urls import refused_url, url_of

__all__ = [
    "Hours",
    "Mixed",
    "Personal",
    "ages_in",
    "costs_in",
    "emails_in",
    "hours_in",
    "is_email",
    "is_nothing",
    "language_codes_in",
    "one_line",
    "personal_reasons",
    "phone_of",
    "phones_in",
    "plain_text",
    "refused_url",
    "something",
    "storable",
    "taken_apart",
    "url_of",
    "years",
]
