/* Tỉnh Số, EUPL-1.2. A form with large files shows how much of it is sent, and can be cancelled; a small one, or any
   without this script, is sent as every form is. */
(function () {
  "use strict";
  var LARGE_BYTES = 1000000;

  function chosen(form) {
    return Array.from(form.querySelectorAll("input[type=file]")).find(function (box) {
      return Array.from(box.files).reduce(function (sum, file) { return sum + file.size; }, 0) > LARGE_BYTES;
    });
  }

  function made(tag, classes, text) {
    var one = document.createElement(tag);
    one.className = classes;
    one.textContent = text || "";
    return one;
  }

  function panelOf(form) {
    var panel = form.querySelector("[data-upload]");
    if (panel) panel.remove();
    panel = made("div", "house-progress");
    panel.setAttribute("data-upload", "");
    form.appendChild(panel);
    return panel;
  }

  function say(panel, words) {
    panel.replaceChildren(made("p", "govuk-body"));
    panel.firstChild.setAttribute("role", "status");
    panel.firstChild.textContent = words;
  }

  /* The answer takes the place of the page, under the address it came from. */
  function show(request, form) {
    var kind = request.getResponseHeader("Content-Type") || "";
    if (kind.indexOf("text/html") !== 0) { form.submit(); return; }
    if (request.responseURL !== window.location.href) window.history.pushState(null, "", request.responseURL);
    document.open();
    document.write(request.responseText);
    document.close();
  }

  function send(form, submitter, box) {
    var words = box.dataset, panel = panelOf(form), request = new XMLHttpRequest(), data = new FormData(form, submitter);
    var label = made("span", "house-progress__text", words.sending.replace("{n}", "0"));
    var bar = made("progress", "house-bar");
    var cancel = made("button", "govuk-button govuk-button--secondary", words.cancel);
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", words.progress);
    cancel.type = "button";
    panel.append(label, bar, cancel);
    cancel.focus();
    cancel.addEventListener("click", function () { request.abort(); });
    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable) return;
      var percent = Math.floor(event.loaded * 100 / event.total);
      bar.value = percent;
      label.textContent = words.sending.replace("{n}", percent);
    });
    /* Once everything is sent the house may already be keeping it: from then on there is nothing to cancel. */
    request.upload.addEventListener("load", function () { cancel.remove(); bar.value = 100; label.textContent = words.sent; });
    request.addEventListener("load", function () { show(request, form); });
    function stopped(text) {
      return function () {
        delete form.dataset.sent;
        delete form.dataset.uploading;
        say(panel, text);
        box.focus();
      };
    }
    request.addEventListener("abort", stopped(words.cancelled));
    request.addEventListener("error", stopped(words.failed));
    request.open("POST", (submitter && submitter.getAttribute("formaction")) || form.getAttribute("action") || window.location.href);
    request.send(data);
  }

  /* On the window, so that whoever stops a form on the document was heard before. */
  window.addEventListener("submit", function (event) {
    var form = event.target, box = chosen(form);
    if (event.defaultPrevented || !box || !box.dataset.sending || form.method !== "post" || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    if (form.dataset.uploading) return;
    form.dataset.uploading = "1";
    send(form, event.submitter, box);
  });
})();
