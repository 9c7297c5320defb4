"""REST v1: tokens, requests, error bodies, drafts, queries."""
