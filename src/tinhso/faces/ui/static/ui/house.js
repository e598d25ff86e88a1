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
    root.querySelectorAll("textarea[data-max-length]").forEach(function (box) {
      var note = document.getElementById(box.id + "-count");
      if (!note) return;
      function show() {
        var left = Number(box.dataset.maxLength) - box.value.length;
        var words = left < 0 ? note.dataset.over : note.dataset.left;
        note.textContent = words.replace("{n}", Math.abs(left).toLocaleString("vi-VN"));
        note.classList.toggle("govuk-error-message", left < 0);
      }
      box.addEventListener("input", show);
      show();
    });
  }

  function checkFileSize(root) {
    root.querySelectorAll("input[type=file][data-limit-bytes]").forEach(function (box) {
      box.addEventListener("change", function () {
        var limit = Number(box.dataset.limitBytes);
        var tooBig = Array.from(box.files).some(function (file) { return file.size > limit; });
        box.setCustomValidity(tooBig ? box.dataset.tooBig : "");
        if (tooBig) box.reportValidity();
      });
    });
  }

  function preventDoubleSubmit(root) {
    root.querySelectorAll("form").forEach(function (form) {
      if (!form.querySelector("[data-prevent-double]")) return;
      form.addEventListener("submit", function (event) {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "1";
        window.setTimeout(function () { delete form.dataset.sent; }, 5000);
      });
    });
  }

  function submitOnChange(root) {
    root.querySelectorAll("[data-submit-on-change]").forEach(function (control) {
      control.addEventListener("change", function () { control.form.requestSubmit(); });
    });
  }

  /* A form whose questions depend on one another asks the server for itself again when a deciding answer changes. */
  function steer(root) {
    root.querySelectorAll("form[data-steering]").forEach(function (form) {
      var names = form.dataset.steering.split(" ");
      form.addEventListener("change", function (event) {
        if (window.htmx && names.indexOf(event.target.name) >= 0) window.htmx.trigger(form, "steer");
      });
    });
  }

  function print(root) {
    root.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  function start(root) {
    [focusErrorSummary, countCharacters, checkFileSize, preventDoubleSubmit, submitOnChange, steer, print].forEach(
      function (part) { part(root); }
    );
  }

  document.addEventListener("DOMContentLoaded", function () {
    start(document);
    if (!window.htmx) return;
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
    document.body.addEventListener("htmx:afterSwap", function (event) { start(event.detail.target); });
  });
})();
