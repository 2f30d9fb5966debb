"""What coordinators keep in order here: one module per topic. Never a model with a sealed value."""

from peersupport.admin.packs import PackRuleAdmin
from peersupport.admin.referrals import PathwayAdmin, PathwayStepAdmin, ProviderAdmin
from peersupport.admin.roster import CourseAdmin, SupporterAdmin, TrainingRecordAdmin

__all__ = [
    "CourseAdmin",
    "PackRuleAdmin",
    "PathwayAdmin",
    "PathwayStepAdmin",
    "ProviderAdmin",
    "SupporterAdmin",
    "TrainingRecordAdmin",
]
