"""HTTP: the server, the admin paths, and answers that are independent of a surface."""
