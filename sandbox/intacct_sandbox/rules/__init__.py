"""Business rules that many objects share, and the way a record is created, changed and deleted."""
