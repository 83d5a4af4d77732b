"""One module for each kind of generated page; each has `pages(root) -> {path inside docs/: Markdown}`."""
