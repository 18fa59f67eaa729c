"""Multiple systems estimation: how many people nobody saw, from the overlaps of the lists on which others are.

    from jalon.methods.estimation import Bootstrap, CaptureTable, Stepwise, estimate

    table = CaptureTable.from_csv(open("UKdat.csv"))
    print(estimate(table, Stepwise(0.02), Bootstrap(1000, seed=1)))

Importable without Django; needs numpy and scipy. Extras (`pip install "jalon[estimation]"`): joblib, numba, duckdb.
Every result says what it was made with and what is wrong with it; every refusal is an `EstimationError`.
"""

from jalon.methods.estimation.assess import Assessment, Band, assess
from jalon.methods.estimation.assess_methods import AssessSettings, Failure
from jalon.methods.estimation.bayes_dga import DgaPosterior, NegativeBinomial, dga, dga_posterior
from jalon.methods.estimation.bayes_latent import LatentClasses, lcmcr
from jalon.methods.estimation.bayes_threshold import Thresholding, bayesthresh
from jalon.methods.estimation.choices import AllTwoWay, Fixed, MainEffects, Procedure
from jalon.methods.estimation.covariates import PartlyRecorded, estimate_partly_recorded
from jalon.methods.estimation.criteria import Averaged, Best, Criterion, Ranking, rank
from jalon.methods.estimation.diagnostics import Convergence, convergence
from jalon.methods.estimation.downhill import Downhill
from jalon.methods.estimation.draws import estimate_over_draws, linkage_draws
from jalon.methods.estimation.enumeration import ModelSet, hierarchical_models
from jalon.methods.estimation.errors import EstimationError, ModelError, NoEstimateError, SettingError, TableError
from jalon.methods.estimation.estimating import Bootstrap, Kind, Profile, Wald, estimate
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.fitting import Fit, Refusal, check, fit, fit_many
from jalon.methods.estimation.heterogeneity import Family, FamilyFit, estimate_family, fit_family
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.resampling import Replicates, replicate
from jalon.methods.estimation.results import Caution, Estimate, Interval
from jalon.methods.estimation.stepwise import Stepwise
from jalon.methods.estimation.strata import StratifiedEstimate, StratumEstimate, estimate_strata
from jalon.methods.estimation.strata_merging import Stratum
from jalon.methods.estimation.tables import CaptureTable

__all__ = [
    "AllTwoWay",
    "AssessSettings",
    "Assessment",
    "Averaged",
    "Band",
    "Best",
    "Bootstrap",
    "CaptureTable",
    "Caution",
    "Convergence",
    "Criterion",
    "DgaPosterior",
    "Downhill",
    "Estimate",
    "EstimationError",
    "Failure",
    "Family",
    "FamilyFit",
    "Fit",
    "Fixed",
    "Interval",
    "Kind",
    "LatentClasses",
    "MainEffects",
    "Model",
    "ModelError",
    "ModelSet",
    "NegativeBinomial",
    "NoEstimateError",
    "PartlyRecorded",
    "Procedure",
    "Profile",
    "Ranking",
    "Refusal",
    "Replicates",
    "SettingError",
    "Status",
    "Stepwise",
    "StratifiedEstimate",
    "Stratum",
    "StratumEstimate",
    "TableError",
    "Thresholding",
    "Wald",
    "assess",
    "bayesthresh",
    "check",
    "convergence",
    "dga",
    "dga_posterior",
    "estimate",
    "estimate_family",
    "estimate_over_draws",
    "estimate_partly_recorded",
    "estimate_strata",
    "fit",
    "fit_family",
    "fit_many",
    "hierarchical_models",
    "lcmcr",
    "linkage_draws",
    "rank",
    "replicate",
]
