"""A bad network within the test's own process: UDP hops between real peers and our ports, the same for each seed."""
