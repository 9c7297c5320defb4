"""The wire form of everything the log keeps: one codec per kind of record, shared by both logs."""
