"""Addresses: assessments of every type."""

from django.urls import path

from wellness.views import assessment, assessment_list, instruments, reminders, reviews

urlpatterns = [
    path("annual-reviews/", reviews.AnnualReviews.as_view(), name="annual_reviews"),
    path("assessments/", assessment_list.assessments, name="assessments"),
    path("assessments/reminders/", reminders.reminders, name="reminders"),
    path("assessments/confirm-review/", assessment.confirm_review, name="confirm_review"),
    path("assessments/later/<uuid:pk>/", reminders.later, name="snooze_invitation"),
    path("assessments/review/<uuid:pk>/", assessment.take_review_back, name="take_review_back"),
    path("assessments/shares/<uuid:pk>/end/", assessment.end_share, name="end_assessment_share"),
    path("assessments/<uuid:pk>/", assessment.detail, name="assessment_detail"),
    path("assessments/<uuid:pk>/done/", assessment.done, name="assessment_done"),
    path("assessments/<uuid:pk>/share/", assessment.share, name="assessment_share"),
    path("assessments/<uuid:pk>/delete/", assessment.delete, name="assessment_delete"),
    path("assessments/<uuid:pk>/forget/", assessment_list.forget, name="assessment_forget"),
    path("assessments/<slug:kind>/", assessment.run, name="assessment_run"),
    path("assessments/<slug:kind>/keep/", assessment.keep, name="assessment_keep"),
    path("questions/", instruments.instruments, name="instruments"),
]
