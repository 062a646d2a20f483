"""A session moves from one installation to another, in one file: `simulator session list|export|import`.

`belonging.py` says which rows are a session's, `parcel.py` what the file looks like, `transfer_keys.py` how keys
travel, `exporting.py` makes the file, `unpacking.py` believes nothing of it, `importing.py` puts it in its place.
"""
