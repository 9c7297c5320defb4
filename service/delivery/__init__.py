"""The engine: lane, ordering, dispatch, limits, retry, progress. Knows the log port and the client port only."""
