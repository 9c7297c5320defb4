"""What flows: events in, writes out, receipts and dead letters. Imports nothing of ours."""
