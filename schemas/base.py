"""The base of every model: frozen, closed, finite."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A value: cannot be changed, refuses unknown keys, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
