"""What signposts teach the directory: contacts verified, room that is told, corrections to be checked."""
