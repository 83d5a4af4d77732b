"""Use cases of casework: conversations, signposts, what is delivered, and what came of it all."""
