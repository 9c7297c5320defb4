"""What an event means: one module per Intacct application. Imports only schemas."""
