"""The REST API v1 with its OAuth endpoints."""
