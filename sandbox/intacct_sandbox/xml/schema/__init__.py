"""What the gateway's schema allows: order, number and attributes of all elements of a request."""
