"""One act on many proposals: prepared, rehearsed, done by the worker, undone for a while."""
