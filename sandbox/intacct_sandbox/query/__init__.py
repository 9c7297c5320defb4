"""Filters, order and paging, shared by every query form of both surfaces."""
