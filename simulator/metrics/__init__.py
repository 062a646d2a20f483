"""Numbers for whoever watches the server over weeks (Prometheus): gathered when they are asked for.

`deploy/monitoring/` has a dashboard and alert rules made of them.
"""
