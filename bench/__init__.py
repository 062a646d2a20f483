"""What `make bench` runs: each module prints JSON lines `{"name","value","unit","how"}`."""
