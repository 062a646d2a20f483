"""How every test is run."""

from hypothesis import HealthCheck, settings

# Tests that compute leave the processor to those that mind a clock: how long an example takes says nothing.
settings.register_profile("beside others", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("beside others")
