"""One Intacct company as the sandbox keeps it: who may enter, its records, its limits."""
