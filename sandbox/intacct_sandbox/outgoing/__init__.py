"""What Intacct sends on its own: Smart Events, platform triggers, signed webhooks, and the event queue."""
