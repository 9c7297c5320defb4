"""How much may be asked of one company at once, and how often."""
