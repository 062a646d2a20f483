"""The base of every model of the application: a number is a number, never NaN or an infinity.

Such a value would be kept as JSON that no other program reads, stop the commit of all who share it on PostgreSQL, and
make documents fail for ever. It is refused where it enters, as any other value of the wrong kind.
"""

from pydantic import BaseModel, ConfigDict


class FiniteModel(BaseModel):
    """Models that set a `model_config` of their own keep this setting: pydantic merges them."""

    model_config = ConfigDict(allow_inf_nan=False)
