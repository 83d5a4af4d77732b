"""Reports: what a run found, on the terminal, as JSON, CSV and XLSX, and as one HTML file.

`model.RunReport` is what there is to say; each format is a module that says it. Nothing here
reads a source or the store, and only `terminal` and `xlsx` import anything heavy.
"""
