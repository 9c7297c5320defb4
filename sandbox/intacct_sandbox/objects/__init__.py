"""One module per Intacct object: its fields on both surfaces and the business rules that belong to it alone."""
