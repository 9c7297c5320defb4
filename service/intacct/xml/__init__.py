"""XML gateway, DTD 3.0: envelopes, sessions, functions, per-function results, queries."""
