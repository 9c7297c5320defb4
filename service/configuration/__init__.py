"""A file becomes Settings, or every mistake in it is named at once.

Read in this order: ``loading`` (the way of a file), ``yaml_file``, ``references``, ``validation``, ``cross_checks``.
"""

from service.configuration.loading import load
from service.configuration.roles import check_roles

__all__ = ["check_roles", "load"]
