# SPDX-License-Identifier: EUPL-1.2
"""Routes of plans, below /can-bo/ke-hoach/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.plans import annexes, choosing, effects, goals, money, plans, tasks

urlpatterns: list[URLPattern] = [
    path("", plans.plan_list, name="plans"),
    path("moi/<uuid:plan_id>/", plans.new, name="plan_new"),
    path("<uuid:plan_id>/", plans.plan, name="plan"),
    path("<uuid:plan_id>/sua/", plans.change, name="plan_change"),
    path("<uuid:plan_id>/ban-hanh/", plans.issue, name="plan_issue"),
    path("<uuid:plan_id>/ket-thuc/", plans.close, name="plan_close"),
    path("<uuid:plan_id>/muc-tieu/", goals.goals, name="plan_goals"),
    path("<uuid:plan_id>/muc-tieu/<uuid:goal_id>/", goals.goal, name="plan_goal"),
    path("<uuid:plan_id>/nhiem-vu/", tasks.new, name="plan_task_new"),
    path("<uuid:plan_id>/kinh-phi/", money.money, name="plan_money"),
    path("<uuid:plan_id>/kinh-phi/mau-so/", money.base, name="plan_base"),
    path("<uuid:plan_id>/chon-viec/", choosing.choosing, name="plan_choosing"),
    path("<uuid:plan_id>/chon-viec/duong-cong/", choosing.curve, name="plan_curve"),
    path("<uuid:plan_id>/phu-luc/", annexes.take_in, name="plan_annex"),
    path("<uuid:plan_id>/phu-luc/tai/<slug:kind>/", annexes.hand_out, name="plan_annex_file"),
    path("<uuid:plan_id>/phu-luc/ky/", annexes.sign, name="plan_annex_sign"),
    path("nhiem-vu/<uuid:task_id>/", tasks.task, name="plan_task"),
    path("nhiem-vu/<uuid:task_id>/sua/", tasks.change, name="plan_task_change"),
    path("nhiem-vu/<uuid:task_id>/tac-dong/", effects.effects, name="plan_effects"),
    path("nhiem-vu/<uuid:task_id>/tep/<uuid:document_id>/", tasks.download, name="plan_task_file"),
]
