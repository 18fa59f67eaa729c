"""Multiple systems estimation: how many people nobody saw, from the overlaps of the lists on which others are.

Importable without Django; needs numpy and scipy. Extras (`pip install "jalon[estimation]"`): joblib, numba, duckdb.
"""

from jalon.methods.estimation.errors import EstimationError, ModelError, NoEstimateError, SettingError, TableError
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.tables import CaptureTable

__all__ = [
    "CaptureTable",
    "EstimationError",
    "Model",
    "ModelError",
    "NoEstimateError",
    "SettingError",
    "TableError",
]
