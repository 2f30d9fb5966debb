"""Addresses about coming back to duty, and about what the agency's office says of duty."""

from django.urls import path

from peersupport.views import duty, returns

urlpatterns = [
    path("return-to-duty/", returns.return_to_duty, name="return_to_duty"),
    path("return-to-duty/start/", returns.StartReturn.as_view(), name="return_start"),
    path("return-to-duty/move/", returns.move_return, name="return_move"),
    path("return-to-duty/pause/", returns.pause_return, name="return_pause"),
    path("return-to-duty/tick/", returns.tick_return, name="return_tick"),
    path("return-to-duty/close/", returns.CloseReturn.as_view(), name="return_close"),
    path("return-to-duty/<uuid:pk>/delete/", returns.delete_return, name="return_delete"),
    path("return-to-duty/people/", returns.ReturnPeople.as_view(), name="return_people"),
    path("return-to-duty/people/ask/", returns.ask_for_facilitators, name="return_ask"),
    path("return-to-duty/seats/<uuid:pk>/", returns.answer_proposal, name="return_answer"),
    path("return-to-duty/people/<uuid:pk>/off/", returns.take_person_off, name="return_take_off"),
    path("return-to-duty/people/<uuid:pk>/keep/", returns.keep_person, name="return_keep"),
    path("return-plans/", returns.ReturnPlans.as_view(), name="return_plans"),
    path("return-plans/<uuid:pk>/", returns.ReturnPlanPage.as_view(), name="return_plan"),
    path("return-plans/<uuid:pk>/tick/", returns.tick_for_officer, name="return_plan_tick"),
    path("return-plans/<uuid:pk>/suggest/", returns.suggest_next, name="return_suggest"),
    path("return-plans/<uuid:pk>/leave/", returns.step_down, name="return_step_down"),
    path("return-requests/", returns.ReturnRequests.as_view(), name="return_requests"),
    path("return-requests/<uuid:pk>/", returns.propose_facilitator, name="return_propose"),
    path("duty/", duty.my_duty_status, name="my_duty_status"),
    path("duty/squad/", duty.DutyStatuses.as_view(), name="duty_statuses"),
]
