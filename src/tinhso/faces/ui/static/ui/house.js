/* Tỉnh Số, EUPL-1.2. Small conveniences; every page works without this file up to and including submit. */
(function () {
  "use strict";

  function focusErrorSummary(root) {
    var summary = root.querySelector("[data-error-summary]");
    if (!summary) return;
    summary.setAttribute("tabindex", "-1");
    summary.focus();
    if (document.title.indexOf(summary.dataset.titlePrefix) !== 0) {
      document.title = summary.dataset.titlePrefix + " " + document.title;
    }
  }

  function countCharacters(root) {
    root.querySelectorAll("textarea[data-max-length]").forEach(countLeft);
  }

  function countLeft(box) {
    var note = document.getElementById(box.id + "-count");
    if (!note) return;
    var left = Number(box.dataset.maxLength) - box.value.length;
    var words = left < 0 ? note.dataset.over : note.dataset.left;
    note.textContent = words.replace("{n}", Math.abs(left).toLocaleString("vi-VN"));
    note.classList.toggle("govuk-error-message", left < 0);
  }

  function checkFileSize(box) {
    var limit = Number(box.dataset.limitBytes);
    var tooBig = Array.from(box.files).some(function (file) { return file.size > limit; });
    box.setCustomValidity(tooBig ? box.dataset.tooBig : "");
    if (tooBig) box.reportValidity();
  }

  function preventDoubleSubmit(event) {
    var form = event.target;
    if (!form.querySelector("[data-prevent-double]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  }

  // What is typed while a fragment is on its way must survive the swap: remember the form as it was sent, and put back
  // whatever has changed since.
  function keepTyped() {
    var sent = null, typed = [], focused = "";
    function values(form) {
      return Array.from(form.elements).filter(function (one) { return one.name && one.type !== "file" && one.type !== "hidden"; });
    }
    function keyOf(one) { return one.name + "\u0000" + (one.type === "radio" || one.type === "checkbox" ? one.value : ""); }
    function valueOf(one) { return one.type === "radio" || one.type === "checkbox" ? String(one.checked) : one.value; }
    document.body.addEventListener("htmx:beforeRequest", function (event) {
      var form = event.detail.elt;
      sent = form.matches && form.matches("form[data-steering]") ? new Map(values(form).map(function (one) { return [keyOf(one), valueOf(one)]; })) : null;
    });
    document.body.addEventListener("htmx:beforeSwap", function (event) {
      var form = sent && event.detail.target.querySelector("form[data-steering]");
      focused = document.activeElement ? document.activeElement.id : "";
      typed = form ? values(form).filter(function (one) { return sent.has(keyOf(one)) && sent.get(keyOf(one)) !== valueOf(one); })
        .map(function (one) { return [keyOf(one), valueOf(one)]; }) : [];
    });
    document.body.addEventListener("htmx:afterSwap", function () {
      if (!sent) return;
      var fresh = new Map();
      document.querySelectorAll("form[data-steering]").forEach(function (form) { values(form).forEach(function (one) { fresh.set(keyOf(one), one); }); });
      typed.forEach(function (pair) {
        var one = fresh.get(pair[0]);
        if (!one) return;
        if (one.type === "radio" || one.type === "checkbox") one.checked = pair[1] === "true"; else one.value = pair[1];
      });
      var field = focused && document.getElementById(focused);
      if (field) field.focus();
      sent = null;
    });
  }

  /* A form whose questions depend on one another asks the server for itself again when a deciding answer changes. */
  function steer(control) {
    var form = control.form;
    if (!window.htmx || !form || !form.dataset.steering) return;
    if (form.dataset.steering.split(" ").indexOf(control.name) >= 0) window.htmx.trigger(form, "steer");
  }

  /* While the slider through time moves, say which day (its ordinal, 1 for 1 January of year 1) or month it stands for. */
  function sayStep(box) {
    var words = document.querySelector("output[for=" + box.id + "]"), step = Number(box.value), two = function (number) { return String(number).padStart(2, "0"); };
    var day = new Date((step - 719163) * 86400000);
    var text = box.dataset.steps === "day" ? two(day.getUTCDate()) + "/" + two(day.getUTCMonth() + 1) + "/" + day.getUTCFullYear() : two(step % 12 + 1) + "/" + Math.floor(step / 12);
    words.textContent = words.dataset.stepsWords + text;
    box.setAttribute("aria-valuetext", words.textContent);
  }

  function start(root) {
    focusErrorSummary(root);
    countCharacters(root);
  }

  /* Listened for on the document, so that what a fragment brings is heard from the moment it stands on the page. */
  function listen() {
    document.addEventListener("input", function (event) {
      if (event.target.matches("textarea[data-max-length]")) countLeft(event.target);
      if (event.target.matches("input[type=range][data-steps]")) sayStep(event.target);
    });
    document.addEventListener("change", function (event) {
      var control = event.target;
      if (control.matches("input[type=file][data-limit-bytes]")) checkFileSize(control);
      if (control.matches("[data-submit-on-change]")) control.form.requestSubmit();
      steer(control);
    });
    document.addEventListener("submit", preventDoubleSubmit);
  }

  /* On a phone the entries of the navigation are pushed aside: show the one that is open. */
  function showWhereWeAre() {
    var here = document.querySelector(".house-nav__link[aria-current]"), list = here && here.closest("ul");
    if (list) list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
  }

  document.addEventListener("DOMContentLoaded", function () {
    start(document);
    listen();
    showWhereWeAre();
    if (!window.htmx) return;
    keepTyped();
    document.body.addEventListener("htmx:configRequest", function (event) {
      var token = document.querySelector("input[name=csrfmiddlewaretoken]");
      if (token) event.detail.headers["X-CSRFToken"] = token.value;
    });
    /* The house answers refusals with a sentence and a 4xx or 5xx status: show it where the answer was expected. */
    document.body.addEventListener("htmx:beforeSwap", function (event) {
      if (event.detail.xhr.status >= 400) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      }
    });
    document.body.addEventListener("htmx:load", function (event) {
      if (event.detail.elt !== document.body) start(event.detail.elt);
    });
  });
})();
