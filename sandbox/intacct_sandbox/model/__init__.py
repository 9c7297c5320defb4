"""How an Intacct object is declared: fields, the kinds of values, and both wire names of each."""
