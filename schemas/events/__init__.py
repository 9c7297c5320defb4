"""What business events carry: one strict model per canonical event type, one module per Intacct application."""
