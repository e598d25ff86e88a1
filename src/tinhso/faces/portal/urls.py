# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.portal."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from tinhso.faces.portal.views import (
    account,
    dossiers,
    draft_pages,
    draft_papers,
    drafts,
    events,
    figures,
    home,
    index_766,
    look_up,
    mandates,
    offers,
    pages,
    payments,
    reviews,
    services,
    telling,
    vault,
    verify,
)


class CodeConverter(StringConverter):
    """A code of a procedure, a page, a figure: nothing else reaches a view, let alone the database."""

    regex = r"[0-9A-Za-z._-]{1,80}"


register_converter(CodeConverter, "code")

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("dich-vu-cong/", services.services, name="services"),
    path("dich-vu-cong/<code:code>/", services.service, name="service"),
    path("dich-vu-cong/<code:code>/nop/", drafts.start, name="start"),
    path("dich-vu-cong/<code:code>/nop-ho/", mandates.ask, name="mandate_ask"),
    path("dich-vu-cong/<code:code>/nop-ho/<uuid:mandate_id>/", mandates.code, name="mandate_code"),
    path("toi/nop-ho/", mandates.mandates, name="mandates"),
    path("toi/nop-ho/<uuid:mandate_id>/bat-dau/", mandates.start, name="mandate_start"),
    path("toi/nop-ho/<uuid:mandate_id>/dong-y/", mandates.grant, name="mandate_grant"),
    path("toi/nop-ho/<uuid:mandate_id>/rut/", mandates.revoke, name="mandate_revoke"),
    path("thu-tuc-can-ra-soat/", reviews.review_list, name="reviews"),
    path("thu-tuc-can-ra-soat/<code:code>/", reviews.review, name="review"),
    path("viec-trong-doi/", events.events, name="events"),
    path("viec-trong-doi/<code:key>/", events.event, name="event"),
    path("nhap/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("nhap/<uuid:draft_id>/trang/<code:key>/", draft_pages.draft_page, name="draft_page"),
    path("nhap/<uuid:draft_id>/giay-to/", draft_papers.papers, name="draft_papers"),
    path("nhap/<uuid:draft_id>/giay-to/<code:key>/tai-len/", draft_papers.attach, name="draft_attach"),
    path("nhap/<uuid:draft_id>/giay-to/<code:key>/bo/", draft_papers.detach, name="draft_detach"),
    path(
        "nhap/<uuid:draft_id>/giay-to/<code:key>/dung-lai/<uuid:document_id>/", draft_papers.reuse, name="draft_reuse"
    ),
    path("nhap/<uuid:draft_id>/kiem-tra/", drafts.review, name="draft_review"),
    path("nhap/<uuid:draft_id>/nop/", drafts.submit, name="draft_submit"),
    path("nhap/<uuid:draft_id>/xoa/", drafts.discard, name="draft_discard"),
    path("ho-so/", dossiers.my_dossiers, name="my_dossiers"),
    path("ho-so/<uuid:dossier_id>/", dossiers.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/da-nop/", dossiers.submitted, name="submitted"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:document_id>/", dossiers.document, name="document"),
    path("ho-so/<uuid:dossier_id>/bo-sung/", dossiers.supplement, name="supplement"),
    path("ho-so/<uuid:dossier_id>/rut/", dossiers.withdraw, name="withdraw"),
    path("ho-so/<uuid:dossier_id>/danh-gia/", dossiers.rate, name="rate"),
    path("ho-so/<uuid:dossier_id>/khoan/<uuid:charge_id>/nop/", payments.pay, name="pay"),
    path("ho-so/<uuid:dossier_id>/phi/<uuid:order_id>/", payments.order, name="order"),
    path("ho-so/<uuid:dossier_id>/phi/<uuid:order_id>/kiem-tra/", payments.check, name="check_order"),
    path("ho-so/<uuid:dossier_id>/bien-lai/<uuid:payment_id>/", payments.receipt, name="fee_receipt"),
    path("cong-thanh-toan/thong-bao/", payments.notice, name="payment_notice"),
    path("toi/du-lieu/", account.my_data, name="my_data"),
    path("toi/du-lieu/hoi/<int:seq>/", account.ask_about_reading, name="ask_about_reading"),
    path("toi/dong-y/<slug:purpose>/", account.give_consent, name="give_consent"),
    path("toi/rut-dong-y/<uuid:consent_id>/", account.withdraw_consent, name="withdraw_consent"),
    path("toi/de-nghi/", offers.offers, name="offers"),
    path("toi/de-nghi/tim/", offers.look, name="offers_look"),
    path("toi/de-nghi/<uuid:offer_id>/de-sau/", offers.snooze, name="offer_snooze"),
    path("toi/de-nghi/<uuid:offer_id>/<slug:choice>/", offers.answer, name="offer_answer"),
    path("toi/de-nghi/khong-nhan/<slug:key>/", offers.bar, name="offer_bar"),
    path("toi/de-nghi/nhan-lai/<slug:key>/", offers.unbar, name="offer_unbar"),
    path("kho/", vault.vault, name="vault"),
    path("kho/<uuid:document_id>/chia-se/", vault.share, name="share"),
    path("kho/chia-se/<uuid:share_id>/ngung/", vault.stop_sharing, name="stop_sharing"),
    path("chia-se/<str:token>/", vault.shared, name="shared"),
    path("toi/thong-bao/", telling.how_told, name="how_told"),
    path("tra-cuu/", look_up.look_up, name="look_up"),
    path("xac-minh/", verify.verify, name="verify"),
    path("xac-minh/giay", verify.verify_proof, name="verify_proof"),
    path("so-lieu/", figures.figures, name="figures"),
    path("so-lieu/<code:code>/", figures.figure, name="figure"),
    path("so-lieu/<code:code>/su-kien/", figures.acts, name="figure_acts"),
    path("chi-so-766/", index_766.index, name="index_766"),
    path("chi-so-766/<code:code>/", index_766.component, name="component_766"),
    path("chi-so-766/<code:code>/su-kien/", index_766.acts, name="component_766_acts"),
    path("dang-nhap/", pages.sign_in, name="sign_in"),
    path("lien-he/", pages.contact, name="contact"),
    path("kha-nang-tiep-can/", pages.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan/", pages.personal_data, name="personal_data"),
    path("so-do/", pages.sitemap, name="sitemap"),
    path("sitemap.xml", pages.sitemap_xml, name="sitemap_xml"),
    path("robots.txt", pages.robots, name="robots"),
]
