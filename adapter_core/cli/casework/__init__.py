"""Commands of casework: conversations, actions, signposts, and what is due."""
