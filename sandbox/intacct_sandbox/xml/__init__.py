"""The XML gateway, DTD 3.0."""
