"""Faults on demand: which rule matches a request, and what it does to it."""
